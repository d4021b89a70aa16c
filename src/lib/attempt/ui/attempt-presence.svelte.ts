// C30 in the attempt that is open here: looks at the face while this page records and the candidate agrees, tells the desk
// what is noticed, and lets the candidate take their word back.
import { openFaceReader } from '../../identity/browser/face-reader.ts';
import { openFrameMaker } from '../../identity/browser/frame-maker.ts';
import { sendFrame } from '../../identity/browser/presence-api.ts';
import {
	createPresenceWatch,
	type PresenceWatch,
	type PresenceWatchPorts
} from '../../identity/browser/presence-watch.ts';
import type { PresenceKind } from '../../identity/presence-signal.ts';
import type { SignalDesk } from '../../integrity/signal.ts';
import { systemTimers } from '../../shared/browser/system-timers.ts';
import type { AttemptState } from '../attempt-state.ts';
import type { AttemptSession } from '../browser/attempt-session.ts';
import { mayWatchFace } from '../identity-transitions.ts';
import type { FaceTrouble, FaceView } from './room-view.ts';

/** Of the attempt's session, what is needed here. */
type PresenceLink = Pick<AttemptSession, 'token' | 'clock' | 'command'>;

/** How this page stands. */
export interface PresenceNews {
	readonly state: AttemptState;
	/** This page records, and no other device has taken its place. */
	readonly recording: boolean;
	/** Of the recorded camera; null = there is none at the moment. */
	readonly stream: MediaStream | null;
}

export interface AttemptPresence {
	/** Whenever any of it may have changed, and every now and then. */
	update(news: PresenceNews): void;
	/** Null: nothing is said of it, neither that it is looked at nor that it is not. */
	view(state: AttemptState): FaceView | null;
	/** C7: from this moment on nothing is looked at any more. */
	withdraw(): void;
	close(): void;
}

type MakeWatch = (
	ports: PresenceWatchPorts
) => Pick<PresenceWatch, 'follow' | 'state' | 'seen' | 'close'>;

/** What the candidate can do something about first. */
const TROUBLES: readonly FaceTrouble[] = ['several-faces', 'no-face', 'looking-away', 'other-face'];

export function createAttemptPresence(
	session: PresenceLink,
	desk: Pick<SignalDesk, 'told'>,
	makeWatch: MakeWatch = createPresenceWatch
): AttemptPresence {
	let looking = $state<ReturnType<PresenceWatch['state']>>('idle');
	let seen = $state.raw<readonly PresenceKind[]>([]);
	let latest: AttemptState | null = null;
	const frames = openFrameMaker();
	const watch = makeWatch({
		...{ clock: session.clock, timers: systemTimers, random: Math.random, frames },
		monotonic: () => performance.now(),
		newId: () => crypto.randomUUID(),
		openReader: (signal, died) => openFaceReader({ blendshapes: false, signal, died }),
		compare: (jpeg) => sendFrame(session.token, jpeg),
		tell: ({ strongest, picture, ...signal }) =>
			desk.told({ ...signal, track: 'camera', sight: { strongest, picture } }),
		changed: () => show()
	});

	function show(): void {
		looking = watch.state();
		const next = watch.seen();
		if (next.join() !== seen.join()) seen = next;
	}

	return {
		update({ state, recording, stream }) {
			latest = state;
			const agreed = mayWatchFace(state);
			watch.follow({
				...{ wanted: recording && agreed, withdrawn: !agreed, stream },
				startsAt: state.frozen.startsAt
			});
			show();
		},
		view(state) {
			if (!isTold(state)) return null;
			const trouble = TROUBLES.find((one) => seen.includes(one)) ?? null;
			if (!mayWatchFace(state)) return { state: 'withdrawn', trouble: null };
			return { state: looking === 'idle' ? 'waiting' : looking, trouble };
		},
		withdraw() {
			const consent = latest?.face.consent;
			if (consent?.given)
				void session.command('face.consent', {
					...{ given: false, version: consent.version, login: null }
				});
		},
		close() {
			watch.close();
			frames.close();
		}
	};
}

/** From the entry to the end, of whoever has agreed; whoever refused it before has heard all there is to say. */
function isTold({ face, frozen, enteredAt, ended }: AttemptState): boolean {
	if (frozen.rules.face !== 'required' || enteredAt === null || ended) return false;
	return face.consent !== null && (face.consent.given || face.consent.at >= enteredAt);
}
