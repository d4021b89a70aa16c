// Where the faces of a picture are. BlazeFace sees little of what is small in its square, so it looks several times: at
// the whole, at squares of the picture's short side, and, close up, at each face so found, which must be there again.
import { BLAZE_SIZE, facesIn, overlap, type BlazeOutput, type FaceBox } from './blaze-boxes.ts';
import type { Raster } from './raster.ts';
import { sampleSquare, type Square } from './square-sample.ts';

export type Detect = (square: Float32Array) => Promise<BlazeOutput>;

const LEAST_SCORE = 0.5;
const LEAST_SCORE_CLOSE = 0.6;
/** Pictures nearer to a square than this are one square. */
const SQUARE_ENOUGH = 1.15;
const CLOSE_UP = 2;
/** No examination has more, and each costs a look. */
const MOST_FACES = 8;
const SAME_FACE_OVERLAP = 0.3;
const LEAST_SHARE = 1 / 4;

/** @returns the largest first */
export async function findFaces(raster: Raster, detect: Detect): Promise<FaceBox[]> {
	const look = async (square: Square): Promise<FaceBox[]> =>
		facesIn(await detect(sampleSquare(raster, square, BLAZE_SIZE)), square, LEAST_SCORE);
	const suspected: FaceBox[] = [];
	for (const square of squaresOf(raster)) suspected.push(...(await look(square)));
	const found: FaceBox[] = [];
	for (const one of distinct(suspected).slice(0, MOST_FACES)) {
		const close = nearest(await look(closeUp(one)), one);
		if (close && close.score >= LEAST_SCORE_CLOSE) found.push(close);
	}
	const faces = distinct(found).sort((a, b) => b.width - a.width);
	const least = (faces[0]?.width ?? 0) * LEAST_SHARE;
	return faces.filter(({ width }) => width >= least);
}

function squaresOf({ width, height }: Raster): Square[] {
	const [long, short] = [Math.max(width, height), Math.min(width, height)];
	const at = (side: number, share: number): Square => ({
		...{ left: (width - side) * share, top: (height - side) * share, side }
	});
	const whole = at(long, 0.5);
	return long / short < SQUARE_ENOUGH ? [whole] : [whole, at(short, 0), at(short, 1)];
}

const closeUp = ({ x, y, width, height }: FaceBox): Square => {
	const side = Math.max(width, height) * CLOSE_UP;
	return { left: x - side / 2, top: y - side / 2, side };
};

/** The best of each face. */
function distinct(faces: readonly FaceBox[]): FaceBox[] {
	const kept: FaceBox[] = [];
	for (const face of faces.toSorted((a, b) => b.score - a.score))
		if (!kept.some((other) => isSame(other, face))) kept.push(face);
	return kept;
}

/** Also the one whose middle lies well inside the other: boxes of far looks are a third too large. */
const isSame = (a: FaceBox, b: FaceBox): boolean =>
	overlap(a, b) > SAME_FACE_OVERLAP ||
	Math.hypot(a.x - b.x, a.y - b.y) < Math.max(a.width, b.width) / 3;

function nearest(faces: readonly FaceBox[], to: FaceBox): FaceBox | undefined {
	const away = (face: FaceBox): number => Math.hypot(face.x - to.x, face.y - to.y);
	return faces.filter((face) => isSame(face, to)).toSorted((a, b) => away(a) - away(b))[0];
}
