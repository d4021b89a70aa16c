// What the page noticed and the candidate should know. Pure: the controller gathers, this decides.
import { filmBytes } from '../../recording/film-bytes.ts';
import type { TrackState } from '../../recording/track-state.ts';
import type { Millis } from '../../shared/clock.ts';
import type { PartProgressView } from '../../upload/progress.ts';
import type { AttemptState } from '../attempt-state.ts';
import { entryStage, isBefore } from '../stage.ts';
import { entryOpensAt, officialEnd } from '../time-rules.ts';
import type { RoomNotice } from './problem-view.ts';

export interface NoticeFacts {
	readonly state: AttemptState;
	/** Null until the clock was asked once. */
	readonly now: Millis | null;
	readonly tracks: readonly (Pick<TrackState, 'problem'> | null)[];
	readonly parts: readonly Pick<PartProgressView, 'problem'>[];
	readonly loginNeeded: boolean;
	/** When the recording was taken up again after the page was opened anew. */
	readonly resumedAt: Millis | null;
	/** When a recorder went on that had failed or lost its device. */
	readonly restartedAt: Millis | null;
	/** Null while the browser has not said, or does not tell. */
	readonly freeBytes: number | null;
	readonly persistent: boolean | null;
}

/** What is over and mended is told for this long. */
export const NOTICE_MS = 15_000;

export function roomNotices(facts: NoticeFacts): RoomNotice[] {
	const { now, resumedAt, restartedAt } = facts;
	const full = facts.tracks.some((track) => track?.problem === 'device.storage-full');
	const justNow = (at: Millis | null): boolean =>
		at !== null && now !== null && now - at < NOTICE_MS;
	const list: readonly (readonly [RoomNotice, boolean])[] = [
		['storage-full', full],
		['storage-low', !full && isSpaceShort(facts)],
		['server-full', facts.parts.some((part) => part.problem === 'storage.full')],
		['login-needed', facts.loginNeeded],
		['storage-not-persistent', facts.persistent === false && mayBeEvicted(facts)],
		['resumed', justNow(resumedAt)],
		['recorder-restarted', justNow(restartedAt)]
	];
	return list.flatMap(([notice, holds]) => (holds ? notice : []));
}

/** C15: what is still to be recorded would not fit if nothing at all could be sent. */
function isSpaceShort({ state, now, freeBytes }: NoticeFacts): boolean {
	if (freeBytes === null || now === null || !isBefore(state.stage, 'upload')) return false;
	const { frozen } = state;
	const from = Math.max(now, entryOpensAt(frozen, frozen.rules));
	const { camera, screen } = frozen.rules;
	return freeBytes < filmBytes([camera, screen], officialEnd(state) - from);
}

/**
 * Most browsers say no at a first visit and keep everything all the same, while there is space: said at the entry alone,
 * where something can still be changed, and only where space is short. A warning that everybody gets is read by nobody.
 */
const mayBeEvicted = (facts: NoticeFacts): boolean => {
	const { stage, enteredAt, frozen } = facts.state;
	return enteredAt === null && stage === entryStage(frozen.rules.plan) && isSpaceShort(facts);
};
