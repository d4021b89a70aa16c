// What the films show at which second: pure figures, nothing of pictures. All times are seconds from a film's start.
import type { FacePerson } from '../../../scripts/lib/face-photos.ts';

export const FILM_FPS = 15;
export const FILM_WIDTH = 640;
export const FILM_HEIGHT = 480;

/** Degrees; positive: towards the person's own left, up. `blink` and `mouth`: 0 to 1. */
export interface Pose {
	readonly yaw: number;
	readonly pitch: number;
	readonly blink: number;
	readonly mouth: number;
}

interface Seated {
	readonly who: FacePerson;
	readonly pose: Pose;
	/** Where the person sits, in px away from the middle. */
	readonly dx: number;
	readonly dy: number;
	readonly mask: boolean;
}

/** A's ID photo, held before the camera. */
interface HeldPhoto {
	readonly dx: number;
	readonly dy: number;
	readonly degrees: number;
	/** Width against the width of a photo held straight. */
	readonly squeeze: number;
}

export interface Scene {
	readonly people: readonly Seated[];
	readonly photo?: HeldPhoto;
	/** 1 = a well-lit room. */
	readonly light: number;
}

type Span = readonly [from: number, to: number];

/**
 * The moves of `right`, `other`, `dark`, `masked` and of A in `two`, each once in `LIVE_S`; neutral and frontal in between.
 * They are held as people are asked to, for a machine that is busy with other tests looks once in a second.
 */
export const LIVE_MOVES = {
	blinks: [
		[1, 2.2],
		[3.4, 4.6]
	],
	left: [6, 8.2],
	right: [9, 11.2],
	mouth: [12.2, 14.4]
} as const satisfies Readonly<Record<string, Span | readonly Span[]>>;

/** Short glances in `quiet`. */
export const QUIET_GLANCES = [
	[5, 7.5],
	[13, 15]
] as const satisfies readonly Span[];

/** Each state of `unquiet` begins at its second, the move into it takes up to `UNQUIET_MOVE_S`. */
export const UNQUIET = {
	quiet: 0,
	left: 8,
	back: 14,
	second: 20,
	alone: 26,
	away: 31,
	leftAgain: 39,
	otherPerson: 43,
	end: 53
} as const;
export const UNQUIET_MOVE_S = 0.5;

/** Less than a movement is waited for (`PHASE_MS`). */
export const LIVE_S = 16;
/**
 * As long as most checks: no camera gives the same picture twice, and of two looks ahead the server refuses one file.
 * Only the swaying differs from one round to the next.
 */
const WHOLE_CHECK_S = 5 * LIVE_S;

interface FilmPlan {
	readonly seconds: number;
	readonly scene: (at: number) => Scene;
}

const PLANS = {
	right: { seconds: WHOLE_CHECK_S, scene: (at) => lit(live('a', at)) },
	other: { seconds: WHOLE_CHECK_S, scene: (at) => lit(live('b', at)) },
	two: {
		seconds: LIVE_S,
		scene: (at) => lit({ ...live('a', at), dx: -BESIDE }, { ...resting('b', at), dx: BESIDE })
	},
	empty: { seconds: 2, scene: () => lit() },
	dark: { seconds: LIVE_S, scene: (at) => ({ people: [live('a', at)], light: DARK }) },
	photo: { seconds: 6, scene: (at) => ({ people: [], photo: held(at), light: 1 }) },
	masked: { seconds: LIVE_S, scene: (at) => lit({ ...live('a', at), mask: true }) },
	quiet: { seconds: 20, scene: (at) => lit(interviewed(at)) },
	unquiet: { seconds: UNQUIET.end, scene: (at) => lit(...disturbed(at)) }
} as const satisfies Readonly<Record<string, FilmPlan>>;

export type FilmName = keyof typeof PLANS;

export const filmSeconds = (name: FilmName): number => PLANS[name].seconds;

export const sceneOf = (name: FilmName, frame: number): Scene =>
	(PLANS[name] as FilmPlan).scene(frame / FILM_FPS);

const DARK = 0.2;
/** Two people share the picture. */
const BESIDE = 155;
const GONE = 640;
const AWAY_YAW = -44;
const STILL: Pose = { yaw: 0, pitch: 0, blink: 0, mouth: 0 };

const lit = (...people: readonly Seated[]): Scene => ({ people, light: 1 });

/** There and back between the seconds of a span; the middle half of it is held. */
function there(at: number, [from, to]: Span): number {
	const gone = (at - from) / (to - from);
	return gone <= 0 || gone >= 1 ? 0 : eased(Math.min(1, 4 * Math.min(gone, 1 - gone)));
}

/** From 0 to 1 in the half second after `from`. */
const since = (at: number, from: number): number =>
	eased(Math.min(1, Math.max(0, (at - from) / UNQUIET_MOVE_S)));

const eased = (part: number): number => part * part * (3 - 2 * part);

/** @param every seconds of one wave; films loop, so it divides their length */
const wave = (at: number, every: number): number => Math.sin((at / every) * 2 * Math.PI);

/** Whole parts of `WHOLE_CHECK_S`, and not of `LIVE_S`. */
const SWAY_S = {
	yaw: WHOLE_CHECK_S / 21,
	pitch: WHOLE_CHECK_S / 38,
	dx: WHOLE_CHECK_S / 12,
	dy: WHOLE_CHECK_S / 28
};

/** Nobody sits quite still. */
function resting(who: FacePerson, at: number, pose: Partial<Pose> = {}): Seated {
	const yaw = (pose.yaw ?? 0) + wave(at, SWAY_S.yaw);
	const pitch = (pose.pitch ?? 0) + 0.8 * wave(at, SWAY_S.pitch);
	const [dx, dy] = [Math.round(3 * wave(at, SWAY_S.dx)), Math.round(2 * wave(at, SWAY_S.dy))];
	return { who, dx, dy, mask: false, pose: { ...STILL, ...pose, yaw, pitch } };
}

/** A photograph gives way to being turned by more or less of what is asked. */
const TURN_YAW = { a: { left: 20, right: 20 }, b: { left: 27, right: 29 } };

function live(who: FacePerson, at: number): Seated {
	const { blinks, left, right, mouth } = LIVE_MOVES;
	const round = at % LIVE_S;
	return resting(who, at, {
		yaw: TURN_YAW[who].left * there(round, left) - TURN_YAW[who].right * there(round, right),
		blink: Math.max(...blinks.map((span) => there(round, span))),
		mouth: there(round, mouth)
	});
}

const BLINK_EVERY_S = 4;

function interviewed(at: number): Seated {
	const [first, second] = QUIET_GLANCES.map((span) => there(at, span));
	const speaking = Math.max(0, 0.3 * wave(at, 0.5) * (0.6 + 0.4 * wave(at, 5)));
	return resting('a', at, {
		yaw: 19 * (first ?? 0) - 17 * (second ?? 0) + 2 * wave(at, 10),
		pitch: -5 * (second ?? 0),
		blink: there(at % BLINK_EVERY_S, [2, 2.4]),
		mouth: speaking
	});
}

function disturbed(at: number): Seated[] {
	const u = UNQUIET;
	const gone = since(at, u.left) - since(at, u.back) + since(at, u.leftAgain);
	const second = since(at, u.second) - since(at, u.alone);
	const away = since(at, u.away) - since(at, u.leftAgain);
	const down = 1 - since(at, u.otherPerson);
	const first = resting('a', at, { yaw: AWAY_YAW * away, mouth: 0.2 * Math.max(0, wave(at, 0.5)) });
	const people = [{ ...first, dx: first.dx - Math.round(BESIDE * second + GONE * gone) }];
	const beside = Math.round(BESIDE + (GONE - BESIDE) * (1 - second));
	if (second > 0) people.push({ ...resting('b', at), dx: beside });
	if (down < 1) people.push({ ...resting('b', at), dy: Math.round(FILM_HEIGHT * down) });
	return people.filter(({ dx }) => Math.abs(dx) < GONE);
}

const PHOTO_UPRIGHT = -40;

function held(at: number): HeldPhoto {
	return {
		dx: 8 * wave(at, 3) + 3 * wave(at, 2),
		dy: 6 * wave(at, 6),
		degrees: PHOTO_UPRIGHT + 4 * wave(at, 6),
		squeeze: 1 - 0.06 * (1 + wave(at, 3))
	};
}
