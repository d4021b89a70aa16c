// One login check (C6) from its first instruction to its last frame: what is asked next is told only when the frame before
// has arrived. Judging: face-judging.ts.
import { randomInt, randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { DatabaseAttemptWriter } from '../../attempt/server/attempt-writer.ts';
import { isJpeg } from '../../evidence/jpeg.ts';
import type { Db } from '../../server/db/database.ts';
import type { Database } from '../../server/db/schema.ts';
import type { Millis } from '../../shared/clock.ts';
import { refuse, type ErrorCode, type Refusal } from '../../shared/errors.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { throwSteps, type FaceStep } from '../face-steps.ts';
import { whyNoCheck } from '../login-state.ts';
import { MAX_FRAME_BYTES, type FaceCheckBegun } from '../wire.ts';
import {
	countFrames,
	deleteChallenge,
	insertChallenge,
	insertFrame,
	lockedChallenge,
	openChallenges,
	readFrames,
	type Challenge
} from './face-check.repository.ts';
import { knownLogin, whyNotIn } from './face-standing.ts';
import { writeVerdict, type VerdictParts } from './face-verdict.ts';

/** For a person who reads each line before they move. */
export const CHECK_MS = 90_000;

export interface FaceFrameIn {
	readonly check: string;
	/** From 0. */
	readonly n: number;
	readonly jpeg: Uint8Array;
}

export interface FaceChecks {
	/**
	 * An earlier one of this login that is not settled is given up; when it had been told a movement, that is a refusal.
	 * Refuses identity.expired, .consent-needed, .person-needed, .blocked.
	 */
	begin(secret: string | null): Promise<Result<Omit<FaceCheckBegun, 'v' | 'now'>, Refusal>>;
	/**
	 * Sending the same again is harmless. Refuses also identity.picture-invalid, and input.invalid: not the next one, or
	 * another picture for one that was kept. @returns what is asked next
	 */
	keep(secret: string | null, frame: FaceFrameIn): Promise<Result<FaceStep | null, Refusal>>;
}

export interface FaceCheckParts extends VerdictParts {
	readonly db: Db;
	readonly writer: Pick<DatabaseAttemptWriter, 'within'>;
}

type Tx = Transaction<Database>;

export function createFaceChecks(parts: FaceCheckParts): FaceChecks {
	const { db, clock, writer, masterKey } = parts;

	return {
		async begin(secret) {
			const known = await knownLogin(db, clock, secret);
			if (!known) return refused('identity.expired');
			const code = whyNotIn(known, 'ready');
			const { attempt } = known.candidate;
			if (code || attempt === null) return refused(code ?? 'identity.consent-needed');
			const login = known.login.id;
			const begun = await writer.within(attempt, async (tx, decision) => {
				for (const { id } of await openChallenges(tx, login)) {
					if ((await countFrames(tx, id)) === 0) {
						await deleteChallenge(tx, id);
						continue;
					}
					// a movement was told: whoever could drop it for nothing would wait for the order of their film
					const data = { check: id, verdict: 'again', fault: 'expired' } as const;
					const told = { attempt, login, data, payload: null, prints: [] };
					const written = await writeVerdict(parts, tx, decision, told);
					if (!written.ok) return written;
				}
				const blocked = whyNoCheck(decision.applied().state.face);
				return blocked ? refused(blocked) : issue(tx, login);
			});
			return begun ?? refused('identity.expired');
		},

		async keep(secret, { check, n, jpeg }) {
			if (jpeg.byteLength > MAX_FRAME_BYTES || !isJpeg(jpeg))
				return refused('identity.picture-invalid');
			const known = await knownLogin(db, clock, secret);
			if (!known) return refused('identity.expired');
			const code = whyNotIn(known, 'ready');
			if (code) return refused(code);
			const at = clock.now();
			return db.transaction().execute(async (tx) => {
				const challenge = await lockedChallenge(tx, known.login.id, check);
				if (!challenge || challenge.settled) return refused('identity.expired');
				return keepNext(tx, challenge, { n, at, jpeg });
			});
		}
	};

	async function issue(
		tx: Tx,
		login: string
	): Promise<Result<Omit<FaceCheckBegun, 'v' | 'now'>, Refusal>> {
		const now = clock.now();
		const steps = throwSteps(random);
		const challenge = { id: randomUUID(), steps, issuedAt: now, expiresAt: now + CHECK_MS };
		const [step] = steps;
		if (!step || !(await insertChallenge(tx, login, challenge))) return refused('identity.expired');
		return ok({ check: challenge.id, step, expiresAt: challenge.expiresAt });
	}

	async function keepNext(
		tx: Tx,
		{ id, steps, expiresAt }: Challenge,
		frame: { readonly n: number; readonly at: Millis; readonly jpeg: Uint8Array }
	): Promise<Result<FaceStep | null, Refusal>> {
		const { n, at, jpeg } = frame;
		const kept = await countFrames(tx, id);
		if (n < kept && !(await isKept(tx, id, n, jpeg))) return refused('input.invalid');
		if (n > kept || n >= steps.length) return refused('input.invalid');
		if (n === kept && at >= expiresAt) return refused('identity.expired');
		if (n === kept) await insertFrame(tx, id, frame, masterKey);
		return ok(steps[n + 1] ?? null);
	}

	async function isKept(tx: Tx, check: string, n: number, jpeg: Uint8Array): Promise<boolean> {
		const frame = (await readFrames(tx, check, masterKey))[n];
		return frame !== undefined && Buffer.from(jpeg).equals(frame.jpeg);
	}
}

const refused = (code: ErrorCode): Result<never, Refusal> => err(refuse(code));

const RANGE = 2 ** 32;
const random = (): number => randomInt(RANGE) / RANGE;
