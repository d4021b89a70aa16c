// One live desktop per attempt (C8): a device opens it, renews its own, or asks and comes again until somebody has
// answered. Decided under the attempt's row lock: of two devices at once only one is in.
import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { Clock, Millis } from '../../shared/clock.ts';
import type { Log } from '../../shared/log.ts';
import type { Db } from '../../server/db/database.ts';
import type { Database } from '../../server/db/schema.ts';
import type { AttemptState } from '../attempt-state.ts';
import type { AttemptEvent } from '../events.ts';
import { admitDevice, liveLease, whoDecides } from '../lease-admission.ts';
import { must, type DatabaseAttemptWriter, type Decision } from './attempt-writer.ts';
import { openLease, type OpenedLease } from './lease-opening.ts';
import * as rows from './lease.repository.ts';
import type { DeviceHearing } from './device-hearing.ts';
import { hashSecret } from './tokens.ts';

type Tx = Transaction<Database>;

export interface AskingDevice {
	readonly label: string;
	/** A secret that this browser keeps: the same key is the same device. */
	readonly key: string;
	/** What it has asked before and waits for; null = it asks now. */
	readonly request: string | null;
}

export interface PendingLease {
	readonly attempt: string;
	readonly request: string;
	readonly needs: 'device' | 'staff';
	readonly since: Millis;
	/** Answered with no, or another device has asked since: this one may ask again. */
	readonly refused: boolean;
	readonly supportPhone: string;
}

export interface LeaseService {
	/** The candidate's device takes the attempt, which begins now if it has not, or asks for it. Sending twice is harmless. */
	take(candidate: string, asking: AskingDevice): Promise<OpenedLease | PendingLease>;
	/** The page that asked has been left; of another device's request nothing becomes. */
	withdraw(attempt: string, asking: { key: string; request: string }): Promise<void>;
}

export interface LeaseServiceParts {
	readonly db: Db;
	readonly writer: DatabaseAttemptWriter;
	readonly clock: Clock;
	readonly log: Log;
	readonly hearing: DeviceHearing;
	/** The candidate's attempt, begun at the first login. */
	attemptOf(candidate: string): Promise<string>;
}

interface Asked {
	readonly attempt: string;
	readonly keyHash: string;
	readonly label: string;
	readonly request: string | null;
}

export function createLeaseService(parts: LeaseServiceParts): LeaseService {
	const { db, writer, clock, log, hearing, attemptOf } = parts;

	return {
		async take(candidate, { key, label, request }) {
			const attempt = await attemptOf(candidate);
			const asked = { attempt, keyHash: hashSecret(key), label, request };
			const answer = await writer.within(attempt, (tx, decision) => decide(tx, decision, asked));
			if (!answer) throw new Error(`attempt ${attempt} has just been there`);
			return answer;
		},

		async withdraw(attempt, { key, request }) {
			if (!(await rows.isRequestOf(db, request, { attempt, keyHash: hashSecret(key) }))) return;
			await writer.apply(attempt, withdrawn(request));
			await rows.settleRequest(db, request);
		}
	};

	async function decide(
		tx: Tx,
		decision: Decision,
		asked: Asked
	): Promise<OpenedLease | PendingLease> {
		const { state } = decision.applied();
		const live = liveLease(state);
		// the same browser, or one whose request was granted meanwhile: nobody is asked
		if (live !== null && (await rows.isOfDevice(tx, live, asked.keyHash)))
			return open(tx, live, asked);
		if (asked.request !== null && (await wasTurnedDown(tx, state, asked, asked.request)))
			return pending(state, asked.attempt, { id: asked.request, at: clock.now() }, true);

		const silentSince = live === null ? 0 : await hearing.silentSince(tx, live);
		const admission = admitDevice(state, silentSince, clock.now());
		if (admission === 'open') {
			const lease = randomUUID();
			must(decision, { type: 'lease.opened', data: { lease, device: 'desktop' } });
			return open(tx, lease, asked);
		}
		const request = await ask(tx, decision, asked);
		if (admission === 'ask') return pending(state, asked.attempt, request, false);
		const { id } = request;
		must(decision, {
			type: 'lease.answered',
			data: { request: id, granted: true, by: 'silence' }
		});
		return open(tx, id, asked);
	}

	async function open(tx: Tx, lease: string, asked: Asked): Promise<OpenedLease> {
		await rows.settleRequests(tx, asked);
		return openLease(parts, tx, { lease, device: 'desktop', ...asked });
	}

	/** A device that asks again while it waits says only that it is still there. */
	async function ask(
		tx: Tx,
		decision: Decision,
		asked: Asked
	): Promise<{ id: string; at: Millis }> {
		const now = clock.now();
		const { request } = decision.applied().state;
		if (request && (await rows.isRequestOf(tx, request.id, asked))) {
			await rows.requestHeard(tx, request.id, now);
			return request;
		}
		const id = randomUUID();
		must(decision, { type: 'lease.asked', data: { request: id } });
		await rows.insertRequest(tx, { id, ...asked, now });
		log.info({ attempt: asked.attempt, request: id }, 'another device asks for the attempt');
		return { id, at: now };
	}

	/** One that nobody has heard of for a while was withdrawn by us: it may simply be asked anew. */
	async function wasTurnedDown(
		tx: Tx,
		state: AttemptState,
		asked: Asked,
		request: string
	): Promise<boolean> {
		if (state.ended || state.request?.id === request) return false;
		if (!(await rows.isRequestOf(tx, request, asked))) return false;
		const answer = await rows.answerOf(tx, asked.attempt, request);
		return answer?.by !== 'withdrawn';
	}
}

function pending(
	state: AttemptState,
	attempt: string,
	request: { readonly id: string; readonly at: Millis },
	refused: boolean
): PendingLease {
	return {
		attempt,
		request: request.id,
		needs: whoDecides(state),
		since: request.at,
		refused,
		supportPhone: state.frozen.texts.supportPhone
	};
}

export const withdrawn = (request: string): AttemptEvent => ({
	type: 'lease.answered',
	data: { request, granted: false, by: 'withdrawn' }
});
