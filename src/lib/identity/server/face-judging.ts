// Judging a login check (C6): the pictures are looked at without any lock, the verdict is decided and written under the
// attempt's. Asked twice, by two tabs or to two processes, it is written once and answered the same.
import { createHash } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { FaceCheckPayload } from '../../attempt/event-payloads.ts';
import type { FaceFault } from '../../attempt/events.ts';
import type { DatabaseAttemptWriter, Decision } from '../../attempt/server/attempt-writer.ts';
import type { Db } from '../../server/db/database.ts';
import type { Database } from '../../server/db/schema.ts';
import type { Millis } from '../../shared/clock.ts';
import { refuse, type Refusal } from '../../shared/errors.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { historyOf } from '../check-history.ts';
import { judgeCheck, type FaceThresholds, type Judgement } from '../judge-check.ts';
import { whyNoCheck } from '../login-state.ts';
import type { FaceEngine } from '../ports.ts';
import {
	challengeOf,
	lockedChallenge,
	readFrames,
	type Challenge,
	type KeptFrame
} from './face-check.repository.ts';
import { lookAt, type Looked } from './check-look.ts';
import { readPrints } from './face-print.repository.ts';
import { knownLogin } from './face-standing.ts';
import {
	answerAgain,
	readHistory,
	writeVerdict,
	type FaceAnswer,
	type NewVerdict,
	type VerdictParts
} from './face-verdict.ts';

export interface FaceJudgingParts extends VerdictParts {
	readonly db: Db;
	readonly writer: Pick<DatabaseAttemptWriter, 'within'>;
	readonly engine: FaceEngine;
	readonly thresholds: FaceThresholds;
}

/** @param gaveUp why the page gave it up; null: its frames are to be judged. Refuses server.busy: nothing is lost, again. */
export type JudgeFaceCheck = (
	secret: string | null,
	check: string,
	gaveUp: FaceFault | null
) => Promise<Result<FaceAnswer, Refusal>>;

interface Case {
	readonly attempt: string;
	readonly candidate: string;
	readonly login: string;
	readonly challenge: Challenge;
	readonly frames: readonly KeptFrame[];
}

export function createFaceJudging(parts: FaceJudgingParts): JudgeFaceCheck {
	const { db, clock, writer, engine, thresholds, masterKey } = parts;
	const expired = err(refuse('identity.expired'));
	/** A second click waits for the first one's look. */
	const underWay = new Map<string, Promise<Result<FaceAnswer, Refusal>>>();

	return async (secret, check, gaveUp) => {
		const known = await knownLogin(db, clock, secret);
		const attempt = known?.candidate.attempt ?? null;
		if (!known || attempt === null) return expired;
		// frames first: a verdict that is written meanwhile takes them away, and then the challenge says so
		const frames = await readFrames(db, check, masterKey);
		const challenge = await challengeOf(db, known.login.id, check);
		if (!challenge) return expired;
		if (challenge.settled) return again(attempt, check);
		if (known.state === 'over') return expired;
		// taken back: nothing looks at what was sent before
		if (known.state === 'consent') return err(refuse('identity.consent-needed'));
		const fault = gaveUp ?? faultUnseen(challenge, frames, clock.now());
		if (fault === 'incomplete') return err(refuse('input.invalid'));
		const [candidate, login] = [known.candidate.id, known.login.id];
		const one: Case = { attempt, candidate, login, challenge, frames };
		return fault ? write(one, () => unseen(one, fault)) : judgedOnce(one);
	};

	async function again(attempt: string, check: string): Promise<Result<FaceAnswer, Refusal>> {
		const answer = await answerAgain(db, attempt, check);
		return answer ? ok(answer) : expired;
	}

	function judgedOnce(one: Case): Promise<Result<FaceAnswer, Refusal>> {
		const { id } = one.challenge;
		const judging = underWay.get(id) ?? judged(one).finally(() => underWay.delete(id));
		underWay.set(id, judging);
		return judging;
	}

	async function judged(one: Case): Promise<Result<FaceAnswer, Refusal>> {
		const pictures = one.frames.map(({ jpeg }) => jpeg);
		const looked = await lookAt(db, engine, one.candidate, pictures);
		return looked.ok ? write(one, (tx) => judge(tx, one, looked.value)) : looked;
	}

	async function judge(
		tx: Transaction<Database>,
		{ attempt, login, challenge, frames }: Case,
		{ seen, roster }: Looked
	): Promise<NewVerdict> {
		const { unsure } = historyOf(await readHistory(tx, attempt));
		const shown = frames.flatMap(({ n, at, jpeg }) => {
			const [step, look] = [challenge.steps[n], seen[n]];
			return step && look ? [{ step, at, sha256: digest(jpeg), seen: look }] : [];
		});
		const judgement = judgeCheck({
			...challenge,
			...{ frames: shown, roster, thresholds, unsureBefore: unsure },
			earlier: await readPrints(tx, attempt, masterKey)
		});
		const { verdict, fault } = judgement;
		return {
			...{ attempt, login },
			data: { check: challenge.id, verdict, fault },
			payload: payloadOf(challenge, frames, judgement),
			prints: shown.map(({ sha256, seen: { face } }) => ({
				sha256,
				patch: face?.patch ?? NO_PATCH
			}))
		};
	}

	/** Unless somebody has settled it meanwhile, or this candidate may not be checked any more. */
	async function write(
		one: Case,
		decide: (tx: Transaction<Database>) => NewVerdict | Promise<NewVerdict>
	): Promise<Result<FaceAnswer, Refusal>> {
		const { attempt, login, challenge } = one;
		const written = await writer.within(attempt, async (tx, decision: Decision) => {
			const current = await lockedChallenge(tx, login, challenge.id);
			if (!current) return expired;
			if (current.settled) {
				const answer = await answerAgain(tx, attempt, challenge.id);
				return answer ? ok(answer) : expired;
			}
			const code = whyNoCheck(decision.applied().state.face);
			if (code) return err(refuse(code));
			return writeVerdict(parts, tx, decision, await decide(tx));
		});
		return written ?? expired;
	}
}

const NO_PATCH = new Uint8Array();

const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** What needs no look: too late, or not all there yet. */
function faultUnseen(
	{ steps, expiresAt }: Challenge,
	frames: readonly KeptFrame[],
	now: Millis
): 'expired' | 'incomplete' | null {
	if (frames.length === steps.length) return null;
	return now >= expiresAt ? 'expired' : 'incomplete';
}

/** Given up, or too late: nothing has looked at its frames. Those of a check that was too late are not kept at all. */
function unseen({ attempt, login, challenge, frames }: Case, fault: FaceFault): NewVerdict {
	const kept = fault === 'expired' ? [] : frames;
	const none = { scores: kept.map(() => null), score: null };
	return {
		...{ attempt, login },
		data: { check: challenge.id, verdict: 'again', fault },
		payload: kept.length === 0 ? null : payloadOf(challenge, kept, none),
		prints: kept.map(({ jpeg }) => ({ sha256: digest(jpeg), patch: NO_PATCH }))
	};
}

const payloadOf = (
	{ steps }: Challenge,
	frames: readonly KeptFrame[],
	{ scores, score }: Pick<Judgement, 'scores' | 'score'>
): FaceCheckPayload => ({
	scores: [...scores],
	score,
	frames: frames.map(({ n, at, jpeg }) => ({
		step: steps[n] ?? 'front',
		at,
		jpeg: Buffer.from(jpeg).toString('base64')
	}))
});
