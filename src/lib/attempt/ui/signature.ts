// A hand-drawn signature while it is made (C13): strokes in a fixed box, thinned so that it always fits into the log's
// payload. Pure; the pad gives it points.

export const BOX = { width: 1200, height: 300 } as const;
/** What `SignatureSchema` takes: so many numbers in all. */
export const MAX_NUMBERS = 6000;
/** Nearer than this to the point before, a point adds nothing. */
const NEAR = 3;
/** Shorter than this is a slip of the hand. */
const MIN_INK = BOX.width / 10;

/** x, y, x, y … in the box. */
export type Stroke = readonly number[];

const clamp = (value: number, most: number): number =>
	Math.round(Math.min(most, Math.max(0, value)));

/** A point as it is kept; `x` and `y` are 0 to 1 within the pad. */
export const boxPoint = (x: number, y: number): readonly [number, number] => [
	clamp(x * BOX.width, BOX.width),
	clamp(y * BOX.height, BOX.height)
];

/** @returns the same stroke when the point adds nothing */
export function extend(stroke: Stroke, [x, y]: readonly [number, number]): Stroke {
	const [beforeX, beforeY] = stroke.slice(-2);
	if (beforeX !== undefined && beforeY !== undefined && Math.hypot(x - beforeX, y - beforeY) < NEAR)
		return stroke;
	return [...stroke, x, y];
}

/** A touch without a movement is a dot: the same point twice. */
const closed = (stroke: Stroke): Stroke => (stroke.length === 2 ? [...stroke, ...stroke] : stroke);

/** What is sent: every stroke has a beginning and an end, all together fit. */
export function finished(strokes: readonly Stroke[]): Stroke[] {
	let kept = strokes.filter((stroke) => stroke.length > 0).map(closed);
	kept = kept.slice(0, MAX_NUMBERS / 4);
	while (kept.flat().length > MAX_NUMBERS) kept = kept.map(thinned);
	return kept;
}

/** Every second point, beginning and end always. */
function thinned(stroke: Stroke): Stroke {
	const last = stroke.length / 2 - 1;
	return stroke.filter((_, at) => {
		const point = Math.floor(at / 2);
		return point % 2 === 0 || point === last;
	});
}

/** Whether somebody has written, and not just touched the pad. */
export const isSigned = (strokes: readonly Stroke[]): boolean =>
	strokes.reduce((sum, stroke) => sum + inkOf(stroke), 0) >= MIN_INK;

function inkOf(stroke: Stroke): number {
	let ink = 0;
	for (let at = 2; at < stroke.length; at += 2) {
		const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = stroke.slice(at - 2, at + 2);
		ink += Math.hypot(x1 - x0, y1 - y0);
	}
	return ink;
}

/** A path for an SVG of the box's size. */
export function pathOf(stroke: Stroke): string {
	const points = closed(stroke);
	let path = '';
	for (let at = 0; at < points.length; at += 2)
		path += `${at === 0 ? 'M' : 'L'}${String(points[at])} ${String(points[at + 1])}`;
	return path;
}
