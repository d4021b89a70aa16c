// C30: whether the person before the computer's camera is still who should be there, from a frame every few minutes. The
// server looks itself; of frames that are alike nothing is kept but when the last one came.
import { randomUUID } from 'node:crypto';
import {
	must,
	type DatabaseAttemptWriter,
	type Decision
} from '../../attempt/server/attempt-writer.ts';
import type { DeviceGrant } from '../../attempt/server/tokens.ts';
import { mayWatchFace } from '../../attempt/identity-transitions.ts';
import { isBefore } from '../../attempt/stage.ts';
import type { Sight } from '../../attempt/event-payloads.ts';
import { wholeState, type AttemptState } from '../../attempt/attempt-state.ts';
import { isJpeg } from '../../evidence/jpeg.ts';
import type { Db } from '../../server/db/database.ts';
import type { MasterKey } from '../../server/sealing/master-key.ts';
import type { Clock, Millis } from '../../shared/clock.ts';
import { refuse, type Refusal } from '../../shared/errors.ts';
import type { Log } from '../../shared/log.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import {
	afterLook,
	alikeOf,
	bestLikeness,
	nextLookMs,
	NO_LIKENESS,
	type Alike,
	type Likeness,
	type LikenessBounds
} from '../same-person.ts';
import type { FaceEngine, SeenFace, SeenPicture } from '../ports.ts';
import type { FaceLooked } from '../wire.ts';
import type { References } from './presence-references.ts';
import { readLikeness, writeLikeness, type KeptLikeness } from './presence.repository.ts';
import { smallFrame } from './small-frame.ts';

export type LookedAt = Pick<FaceLooked, 'alike' | 'nextInMs'>;

export interface FacePresence {
	/**
	 * @param frame a JPEG
	 * @returns 'identity.consent-needed', 'attempt.wrong-stage' (nothing is recorded), 'attempt.lease-closed',
	 * 'identity.too-soon', 'identity.picture-invalid', 'server.busy'
	 */
	look(grant: DeviceGrant, frame: Uint8Array): Promise<Result<LookedAt, Refusal>>;
}

export interface FacePresenceParts {
	readonly db: Db;
	readonly writer: DatabaseAttemptWriter;
	readonly clock: Clock;
	readonly log: Log;
	readonly masterKey: MasterKey;
	readonly engine: FaceEngine;
	readonly references: References;
	readonly bounds: LikenessBounds;
	/** 0 to 1 */
	readonly random?: () => number;
}

/** In this process; with a second one at most as many more, which the engine's own queue bounds. */
const EVERY_MS = 1000;
const REMEMBERED = 10_000;
const NOTHING_TO_COMPARE_MS = 10 * 60_000;
/** Turned further, or smaller, the score says more of the pose than of the person: not counted. */
const MOST_TURN_DEG = 25;
const LEAST_WIDTH_PX = 70;

export function createFacePresence(parts: FacePresenceParts): FacePresence {
	const { db, writer, clock, log, masterKey, engine, bounds, random = Math.random } = parts;
	/** Attempt → when its last frame was taken. */
	const taken = new Map<string, Millis>();

	function isTooSoon(attempt: string): boolean {
		const now = clock.now();
		if (now - (taken.get(attempt) ?? -Infinity) < EVERY_MS) return true;
		if (taken.size > REMEMBERED) taken.clear();
		taken.set(attempt, now);
		return false;
	}

	/** Before anything is computed; asked again under the lock. */
	async function refusedNow({ attempt, lease }: DeviceGrant): Promise<Refusal | null> {
		const row = await db
			.selectFrom('attempts')
			.select('state')
			.where('id', '=', attempt)
			.executeTakeFirst();
		return row ? refusal(wholeState(row.state), lease) : refuse('attempt.not-found');
	}

	/** The frame of the lowest score waits, closed, until it is known whether it is one of three. */
	const contextOf = (attempt: string): string => `presence:${attempt}`;
	async function sealed(
		attempt: string,
		frame: Uint8Array,
		seen: SeenPicture
	): Promise<string | null> {
		const small = smallFrame(frame, seen);
		return small && masterKey.wrap(small, contextOf(attempt));
	}
	const unsealed = async (attempt: string, kept: string | null): Promise<string | null> =>
		kept && Buffer.from(await masterKey.unwrap(kept, contextOf(attempt))).toString('base64');

	async function count(
		grant: DeviceGrant,
		frame: Uint8Array,
		look: Compared
	): Promise<Result<Likeness, Refusal>> {
		const { attempt, lease } = grant;
		const counted = await writer.within(attempt, async (tx, decision) => {
			const refused = refusal(decision.applied().state, lease);
			if (refused) return err(refused);
			const before = await readLikeness(tx, attempt);
			const at = clock.now();
			const step = afterLook(before.likeness, { ...look, at }, randomUUID());
			const lowest = step.lowest ? await sealed(attempt, frame, look.seen) : before.sealed;
			const picture = step.next.lowest === null ? null : lowest;
			if (step.tell) {
				const sight = await sightOf(step.next, picture, step.tell === 'begun');
				tell(decision, step.next, step.tell === 'begun' ? null : at, sight);
				log.warn({ attempt, tell: step.tell }, 'another face');
			}
			const over = step.tell === 'over';
			const kept: KeptLikeness = over
				? { likeness: NO_LIKENESS, sealed: null }
				: { likeness: step.next, sealed: step.next.incident === null ? picture : null };
			await writeLikeness(tx, attempt, kept, at);
			return ok(kept.likeness);
		});
		return counted ?? err(refuse('attempt.not-found'));

		async function sightOf(next: Likeness, kept: string | null, shown: boolean): Promise<Sight> {
			return {
				strongest: next.lowest ?? look.score,
				picture: shown ? await unsealed(attempt, kept) : null
			};
		}
	}

	return {
		async look(grant, frame) {
			if (!isJpeg(frame)) return err(refuse('identity.picture-invalid'));
			const refused = await refusedNow(grant);
			if (refused) return err(refused);
			if (isTooSoon(grant.attempt)) return err(refuse('identity.too-soon'));
			const cameAt = clock.now();
			const references = await parts.references(grant.attempt);
			if (!references) return err(refuse('server.busy'));
			if (references.length === 0) return ok({ alike: 'unsure', nextInMs: NOTHING_TO_COMPARE_MS });
			const seen = await engine.see(frame);
			if (!seen.ok) return err(refuse(seen.error));
			const face = comparable(seen.value);
			if (!face) return ok(uncounted(seen.value.faces === 0 ? 'no-face' : 'unsure'));
			const score = bestLikeness(face.embedding, references);
			const alike = alikeOf(score, bounds);
			const counted = await count(grant, frame, { score, alike, seen: seen.value });
			if (!counted.ok) return counted;
			return ok({
				alike,
				nextInMs: nextLookMs(alike, counted.value, random(), clock.now() - cameAt)
			});
		}
	};

	function uncounted(alike: Alike): LookedAt {
		return { alike, nextInMs: nextLookMs(alike, NO_LIKENESS, random(), 0) };
	}
}

interface Compared {
	readonly score: number;
	readonly alike: Alike;
	readonly seen: SeenPicture;
}

/** From the entry to the end, of the computer in charge, and only as long as the candidate agrees (C7). */
function refusal(state: AttemptState, lease: string): Refusal | null {
	if (state.lease !== lease) return refuse('attempt.lease-closed');
	if (!mayWatchFace(state)) return refuse('identity.consent-needed');
	const recorded =
		state.enteredAt !== null && state.ended === null && isBefore(state.stage, 'upload');
	return recorded ? null : refuse('attempt.wrong-stage', state.stage);
}

function comparable({ faces, face }: SeenPicture): SeenFace | null {
	if (faces !== 1 || !face || face.widthPx < LEAST_WIDTH_PX) return null;
	return Math.abs(face.turnDeg) <= MOST_TURN_DEG ? face : null;
}

function tell(
	decision: Decision,
	{ incident, from }: Likeness,
	until: Millis | null,
	sight: Sight
): void {
	if (incident === null || from === null) return;
	const data = { id: incident, kind: 'other-face', from, until, track: 'camera' } as const;
	must(decision, { type: 'incident.noted', data, payload: sight });
}
