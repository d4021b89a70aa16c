// C6: what a candidate before the camera may be told, one thing at a time.

/** The one thing to do now; words are `face.instruction.<key>` with a sub-line `face.instruction.<key>.body`. */
export const FACE_INSTRUCTIONS = [
	'look-ahead',
	'hold-still',
	'come-closer',
	'more-light',
	'only-you',
	'face-the-camera',
	'nobody-there',
	'blink',
	'turn-left',
	'turn-right',
	'open-mouth',
	'back-to-front'
] as const;
export type FaceInstruction = (typeof FACE_INSTRUCTIONS)[number];

/** One line of what is looked at: alone, size and direction, light. */
export interface FaceLine {
	readonly of: 'alone' | 'frontal' | 'light';
	readonly state: 'ok' | 'attention' | 'idle';
}
