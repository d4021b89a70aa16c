// A server that asks for the steps it was given, and somebody before a camera who does what the page says, or does not.
import type { ErrorCode } from '../../shared/errors.ts';
import { err, ok } from '../../shared/result.ts';
import type { FaceInstruction } from '../face-instructions.ts';
import type { FaceStep } from '../face-steps.ts';
import type { FaceAnswer, FaceApi, FaceDesk, FaceProblem, PageSight } from '../login-ports.ts';
import type { Reading } from '../reading.ts';
import type { FaceLogin, FaceVerdict } from '../wire.ts';
import { faceOf, readingOf } from './readings.ts';

const CHECK = '00000000-0000-4000-8000-00000000000c';
export const STEPS: readonly FaceStep[] = ['front', 'blink', 'turn-left', 'open-mouth', 'front'];

export interface FakeServer {
	readonly api: FaceApi;
	/** What was asked, in order: `where`, `check`, `frame 0`, `judge null`, `session`. */
	readonly asked: string[];
	readonly frames: Blob[];
	/** So it answers the question's first times. */
	fail(question: string, ...problems: FaceProblem[]): void;
	/** Called at each question, before it is answered. */
	heard: (question: string) => void;
	login: FaceLogin;
	verdict: FaceVerdict;
}

export function fakeServer(steps: readonly FaceStep[] = STEPS): FakeServer {
	const failures = new Map<string, FaceProblem[]>();
	const answer = async <T>(question: string, value: () => T): FaceAnswer<T> => {
		server.asked.push(question);
		server.heard(question);
		const problem = failures.get(question)?.shift();
		return problem ? err(problem) : ok(value());
	};
	const server: FakeServer = {
		...{ asked: [], frames: [], heard() {} },
		fail: (question, ...problems) => failures.set(question, problems),
		login: { v: 1, state: 'ready', refusals: 0, now: 0 },
		verdict: { v: 1, verdict: 'accepted', fault: null, refusals: 0 },
		api: {
			where: () => answer('where', () => server.login),
			beginCheck: () =>
				answer('check', () => ({
					...{ v: 1, check: CHECK, step: steps[0] ?? 'front', expiresAt: 90_000, now: 0 }
				})),
			sendFrame: (_, frame, picture) =>
				answer(`frame ${String(frame)}`, () => {
					server.frames.push(picture);
					return { v: 1, step: steps[frame + 1] ?? null };
				}),
			judge: (_, gaveUp) => answer(`judge ${String(gaveUp)}`, () => server.verdict),
			openSession: () => answer('session', () => ({ v: 1, next: '/interview' }))
		}
	};
	return server;
}

export const problem = (code: ErrorCode, retryAfterMs = 0): FaceProblem => ({ code, retryAfterMs });

/** What a look finds of somebody who was told this. */
export type Person = (told: FaceInstruction) => Reading | null;

const DOES: Partial<Record<FaceInstruction, Parameters<typeof faceOf>[0]>> = {
	blink: { blink: 0.8 },
	'turn-left': { yawDeg: 30 },
	'turn-right': { yawDeg: -30 },
	'open-mouth': { mouthOpen: 0.9 }
};
export const obedient: Person = (told) => readingOf(0, [faceOf(DOES[told])]);
export const nobody: Person = () => readingOf(0, []);
export const masked: Person = (told) => obedient(told === 'open-mouth' ? 'hold-still' : told);

export interface FakeDesk extends FaceDesk {
	closed: boolean;
	looks: number;
	/** Of the look whose picture is kept. */
	kept: number;
}

export function fakeDesk(stream: MediaStream, look: () => Reading | null): FakeDesk {
	const desk: FakeDesk = {
		...{ stream, closed: false, looks: 0, kept: -1 },
		async look() {
			desk.looks++;
			return look();
		},
		keep: () => (desk.kept = desk.looks),
		take: async () => new Blob([`picture ${String(desk.kept)}`], { type: 'image/jpeg' }),
		close: () => (desk.closed = true)
	};
	return desk;
}

export interface FakeSight extends PageSight {
	set(hidden: boolean): void;
}

export function fakeSight(): FakeSight {
	let hidden = false;
	const listeners = new Set<() => void>();
	return {
		isHidden: () => hidden,
		onChange(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		set(next) {
			hidden = next;
			for (const listener of [...listeners]) listener();
		}
	};
}
