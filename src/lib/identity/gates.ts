// C6: whether a picture is one that a face may be taken from, and if not, the one thing to change. Thresholds of
// findings §5; the server judges again by its own look. Pure.
import type { FaceFault } from '../attempt/events.ts';
import type { FaceInstruction, FaceLine } from './face-instructions.ts';
import type { ReadFace, Reading } from './reading.ts';

/** What a picture may lack, the most urgent first. */
const LACKS = [
	'only-you',
	'nobody-there',
	'come-closer',
	'more-light',
	'face-the-camera'
] as const satisfies readonly FaceInstruction[];
export type Lack = (typeof LACKS)[number];

export const FAULT_OF = {
	'only-you': 'several-faces',
	'nobody-there': 'no-face',
	'come-closer': 'too-small',
	'more-light': 'too-dark',
	'face-the-camera': 'not-frontal'
} as const satisfies Record<Lack, FaceFault>;

/** 120 px of a picture that is 640 wide. */
export const LEAST_WIDTH = 120 / 640;
export const LEAST_LUMA = 55;
export const MOST_DEG = { yaw: 12, pitch: 25, roll: 20 } as const;
/** Smaller than this part of the largest face's width: a poster, or somebody on a screen behind. The server's rule. */
export const LEAST_SHARE = 1 / 4;
/** In a picture that is darker as a whole nobody can be found; it lacks light, not a person. */
const DARK_ROOM_LUMA = 40;
/** What is lacking has to become so much better before it counts as mended. */
const MARGIN = { width: 8 / 640, luma: 5, deg: 2 } as const;
/** A turned head is narrower; beyond this no more is allowed for it. */
const LEAST_COSINE = 0.5;

export interface Gate {
	/** Of the last reading; empty = nothing. */
	readonly lacks: readonly Lack[];
	/** What is worth words: it was lacking twice running, and has not been there twice running. */
	readonly told: readonly Lack[];
	readonly looked: boolean;
	/** The least that eyes were seen closed where nothing lacked: in some faces open ones look half closed to the model. */
	readonly openEyes: number;
}

export const NO_GATE: Gate = { lacks: [], told: [], looked: false, openEyes: Infinity };

export function gateStep(gate: Gate, reading: Reading): Gate {
	const lacks = lacking(reading, gate.lacks);
	const told = LACKS.filter((lack) => {
		const [now, before] = [lacks.includes(lack), gate.lacks.includes(lack)];
		return now === before ? now : gate.told.includes(lack);
	});
	const blink = lacks.length === 0 ? reading.faces[0]?.blink : undefined;
	const openEyes = Math.min(gate.openEyes, blink ?? Infinity);
	return { lacks, told, looked: true, openEyes };
}

export const countedFaces = ({ faces }: Reading): readonly ReadFace[] =>
	faces.filter(({ box }) => box.width >= (faces[0]?.box.width ?? 0) * LEAST_SHARE);

function lacking(reading: Reading, before: readonly Lack[]): Lack[] {
	const faces = countedFaces(reading);
	const [face] = faces;
	if (!face) return [reading.luma < DARK_ROOM_LUMA ? 'more-light' : 'nobody-there'];
	const extra = (lack: Lack, margin: number): number => (before.includes(lack) ? margin : 0);
	const lacks = {
		'only-you': faces.length > 1,
		'nobody-there': false,
		'come-closer': frontalWidth(face) < LEAST_WIDTH + extra('come-closer', MARGIN.width),
		'more-light': reading.luma < LEAST_LUMA + extra('more-light', MARGIN.luma),
		'face-the-camera': !isFrontal(face, extra('face-the-camera', MARGIN.deg))
	} satisfies Record<Lack, boolean>;
	return LACKS.filter((lack) => lacks[lack]);
}

function frontalWidth({ box, yawDeg }: ReadFace): number {
	return box.width / Math.max(LEAST_COSINE, Math.cos((yawDeg * Math.PI) / 180));
}

const isFrontal = ({ yawDeg, pitchDeg, rollDeg }: ReadFace, margin: number): boolean =>
	Math.abs(yawDeg) <= MOST_DEG.yaw - margin &&
	Math.abs(pitchDeg) <= MOST_DEG.pitch - margin &&
	Math.abs(rollDeg) <= MOST_DEG.roll - margin;

export function gateLines({ told, looked }: Gate): FaceLine[] {
	const nobody = told.includes('nobody-there');
	const state = (...lacks: Lack[]): FaceLine['state'] => {
		if (!looked) return 'idle';
		return lacks.some((lack) => told.includes(lack)) ? 'attention' : 'ok';
	};
	return [
		{ of: 'alone', state: state('only-you', 'nobody-there') },
		{ of: 'frontal', state: nobody ? 'idle' : state('come-closer', 'face-the-camera') },
		{ of: 'light', state: state('more-light') }
	];
}
