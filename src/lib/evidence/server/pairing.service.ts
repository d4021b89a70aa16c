// Binding a phone (C11, P1, P5): the desktop gets a code, a phone looks at it, its tap uses it up. Decided under the
// attempt's row lock: of two phones at once exactly one is bound, and of a code and its withdrawal one comes first.
import { randomBytes, randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { AttemptState } from '../../attempt/attempt-state.ts';
import { maskName } from '../../attempt/masking.ts';
import type { Text } from '../../attempt/rules.ts';
import {
	must,
	type DatabaseAttemptWriter,
	type Decision
} from '../../attempt/server/attempt-writer.ts';
import {
	openLease,
	type LeaseOpeningParts,
	type OpenedLease
} from '../../attempt/server/lease-opening.ts';
import { isOfDevice } from '../../attempt/server/lease.repository.ts';
import { ownDetails } from '../../attempt/server/own-view.repository.ts';
import { hashSecret, type DeviceGrant } from '../../attempt/server/tokens.ts';
import type { Db } from '../../server/db/database.ts';
import type { Database } from '../../server/db/schema.ts';
import type { Millis } from '../../shared/clock.ts';
import { refuse, type ErrorCode, type Refusal } from '../../shared/errors.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { whyNoPhone, wouldReplace } from '../pairing-admission.ts';
import {
	newPairingCode,
	PAIRING_CODE_BYTES,
	PAIRING_CODE_LIFE_MS,
	readPairingCode
} from '../pairing-code.ts';
import { codeOf, insertCode, useCode, withdrawCodes, type CodeRow } from './pairing.repository.ts';

type Tx = Transaction<Database>;
type Answer<T> = Promise<Result<T, Refusal>>;

/** What a code is for, as the phone's page shows it before the tap. */
export interface PairingOffer {
	/** A phone that is bound to it already knows that it is no other sitting's. */
	readonly attempt: string;
	readonly exam: {
		readonly title: Text;
		readonly kind: 'mock' | 'formal';
		readonly sittingCode: string;
	};
	/** Masked: 测***甲. */
	readonly candidate: string;
	/** Another phone is in charge and loses its place. */
	readonly replaces: boolean;
}

export interface PairingService {
	/**
	 * A code for this desktop's phone; the ones before it are good no more. Refused: 'attempt.lease-closed',
	 * 'evidence.sitting-over', '.phone-waived' (the exam does without), '.phone-bound' (without `replace`).
	 */
	issue(
		desktop: DeviceGrant,
		wish: { readonly replace: boolean }
	): Answer<{ readonly code: string; readonly expiresAt: Millis }>;
	/** The candidate keeps the phone there is. Refused: 'attempt.lease-closed'. */
	withdraw(desktop: DeviceGrant): Answer<void>;
	/** Uses nothing up. Refused: 'evidence.code-unknown', '.code-used', '.code-expired', '.sitting-over', '.phone-bound'. */
	look(code: string): Answer<PairingOffer>;
	/** As `look`; the phone that has used the code gets its lease again, with a further token. */
	bind(phone: {
		readonly code: string;
		/** A secret that this browser keeps: the same key is the same phone. */
		readonly key: string;
		readonly label: string;
	}): Answer<OpenedLease>;
}

export interface PairingServiceParts extends LeaseOpeningParts {
	readonly db: Db;
	readonly writer: DatabaseAttemptWriter;
}

const refused = (code: ErrorCode): Result<never, Refusal> => err(refuse(code));

export function createPairingService(parts: PairingServiceParts): PairingService {
	const { db, writer, clock, log } = parts;

	/** For the desktop in charge alone: one that was taken over must not take the code away from it. */
	async function asDesktop<T>(
		{ attempt, lease }: DeviceGrant,
		work: (tx: Tx, decision: Decision) => Answer<T>
	): Answer<T> {
		const done = await writer.within(attempt, async (tx, decision) => {
			const { leases } = decision.applied().state;
			return leases[lease]?.open ? work(tx, decision) : refused('attempt.lease-closed');
		});
		return done ?? refused('attempt.not-found');
	}

	/** Why this code binds nothing, null = it does. */
	function whyNot(row: CodeRow, state: AttemptState): ErrorCode | null {
		if (row.used_by !== null) return 'evidence.code-used';
		if (row.withdrawn || clock.now() >= row.expires_at) return 'evidence.code-expired';
		return whyNoPhone(state, row.replaces);
	}

	return {
		issue: (desktop, { replace }) =>
			asDesktop(desktop, async (tx, decision) => {
				const { attempt } = desktop;
				const why = whyNoPhone(decision.applied().state, replace);
				if (why !== null) return refused(why);
				await withdrawCodes(tx, attempt);
				const code = newPairingCode(randomBytes(PAIRING_CODE_BYTES));
				const now = clock.now();
				const expiresAt = now + PAIRING_CODE_LIFE_MS;
				const hash = hashSecret(code);
				await insertCode(tx, { hash, attempt, replaces: replace, now, expiresAt });
				return ok({ code, expiresAt });
			}),

		withdraw: (desktop) =>
			asDesktop(desktop, async (tx) => {
				await withdrawCodes(tx, desktop.attempt);
				return ok(undefined);
			}),

		async look(typed) {
			const row = await rowOf(typed);
			if (!row) return refused('evidence.code-unknown');
			const attempt = row.attempt_id;
			const [settled, details] = await Promise.all([
				writer.settle(attempt),
				ownDetails(db, attempt)
			]);
			if (!settled || !details) return refused('evidence.code-unknown');
			const why = whyNot(row, settled.state);
			if (why !== null) return refused(why);
			const { frozen } = settled.state;
			return ok({
				attempt,
				exam: {
					title: frozen.texts.title,
					kind: frozen.kind,
					sittingCode: details.sittingCode
				},
				candidate: maskName(details.name),
				replaces: wouldReplace(settled.state, row.replaces)
			});
		},

		async bind({ code: typed, key, label }) {
			const seen = await rowOf(typed);
			if (!seen) return refused('evidence.code-unknown');
			const { attempt_id: attempt, hash } = seen;
			const phone = { attempt, keyHash: hashSecret(key), label, device: 'phone' as const };
			const done = await writer.within(attempt, async (tx, decision) => {
				// as it stands now that nobody else can use it
				const row = (await codeOf(tx, hash)) ?? seen;
				const own = row.used_by;
				// its answer was lost
				if (own !== null && (await isOfDevice(tx, own, phone.keyHash)))
					return ok(await openLease(parts, tx, { lease: own, ...phone }));
				const why = whyNot(row, decision.applied().state);
				if (why !== null) return refused(why);
				const lease = randomUUID();
				must(decision, { type: 'lease.opened', data: { lease, device: 'phone' } });
				await useCode(tx, hash, lease);
				return ok(await openLease(parts, tx, { lease, ...phone }));
			});
			if (done && !done.ok) log.info({ attempt, refused: done.error.code }, 'phone not bound');
			return done ?? refused('evidence.code-unknown');
		}
	};

	async function rowOf(typed: string): Promise<(CodeRow & { hash: string }) | null> {
		const code = readPairingCode(typed);
		if (code === null) return null;
		const hash = hashSecret(code);
		const row = await codeOf(db, hash);
		return row ? { ...row, hash } : null;
	}
}
