// Browsers at the desk of two server processes, for tests of who comes in (C8, C9). Real database.
import { randomBytes, randomUUID } from 'node:crypto';
import type { Db } from '../../server/db/database.ts';
import { silentLog } from '../../shared/log.ts';
import { createPartRegistry } from '../../upload/server/part-registry.ts';
import { createAttemptWriter } from '../server/attempt-writer.ts';
import type { OpenedLease } from '../server/lease-opening.ts';
import { createLeaseService, type PendingLease } from '../server/lease.service.ts';
import { startDeviceHearing } from '../server/device-hearing.ts';
import type { DeviceGrant } from '../server/tokens.ts';
import { attemptsOn } from './attempts-on.ts';
import { BEFORE } from './events.ts';
import { addCandidates } from './roster.ts';

const HOUR_MS = 3_600_000;

export async function createLeaseDesk(db: Db, count: number) {
	let now = BEFORE - HOUR_MS;
	const clock = { now: () => now };
	const writer = createAttemptWriter(db, clock);
	const registry = createPartRegistry({ db, writer, clock });
	const { service } = attemptsOn(db, clock, {
		writer,
		announce: (grant, header) => registry.announce(grant, header)
	});
	const { candidates } = await addCandidates(db, count);

	function startProcess() {
		const hearing = startDeviceHearing({ db, clock, log: silentLog, everyMs: HOUR_MS });
		const leases = createLeaseService({
			...{ db, writer, clock, log: silentLog, hearing },
			attemptOf: service.attemptOf
		});
		return { hearing, leases };
	}
	/** Each with its own memory of who has spoken; both have been up for an hour. */
	const [here, there] = [startProcess(), startProcess()];

	function nextCandidate(): string {
		const candidate = candidates.pop();
		if (!candidate) throw new Error('more candidates are needed');
		return candidate;
	}

	/** A browser: its key, and what it waits for. */
	function browser(candidate: string, { leases } = here) {
		const key = randomBytes(32).toString('base64url');
		let request: string | null = null;
		const take = async (at = leases): Promise<OpenedLease | PendingLease> => {
			const answer = await at.take(candidate, { label: 'Test Browser', key, request });
			request = 'request' in answer ? answer.request : null;
			return answer;
		};
		return {
			key,
			take,
			/** Leaves what it has asked aside and asks anew. */
			again() {
				request = null;
				return take();
			},
			withdraw: (attempt: string) => leases.withdraw(attempt, { key, request: request ?? '' })
		};
	}

	/** A command of this device. @returns its refusal */
	async function say(from: OpenedLease, fields: object) {
		const command = { id: randomUUID(), clientAt: now, ...fields };
		const [outcome] = await service.submit(grantOf(from), [command]);
		return outcome?.refused;
	}

	return {
		...{
			db,
			clock,
			writer,
			service,
			registry,
			here,
			there,
			startProcess,
			browser,
			nextCandidate,
			say
		},
		set(at: number) {
			now = at;
		},
		/** Lets so much time pass. */
		wait(ms: number) {
			now += ms;
		},
		answer: (from: OpenedLease, request: string, granted: boolean) =>
			say(from, { type: 'lease.answered', data: { request, granted, by: 'device' } }),
		/** Somebody who has come in on a first device, and a second one that wants to. */
		async twoDevices() {
			const candidate = nextCandidate();
			const [one, two] = [browser(candidate), browser(candidate)];
			const first = opened(await one.take());
			return { candidate, one, two, first, attempt: first.attempt };
		},
		async stateOf(attempt: string) {
			const view = await service.view(attempt);
			if (!view.ok) throw new Error(view.error.code);
			return view.value.state;
		},
		/** Types in order, with who did it. */
		async logOf(attempt: string): Promise<string[]> {
			const lines = await db
				.selectFrom('attempt_events')
				.select(['type', 'data'])
				.where('attempt_id', '=', attempt)
				.orderBy('seq')
				.execute();
			return lines.map(({ type, data }) => {
				const { by } = JSON.parse(data) as { by?: string };
				return by === undefined ? type : `${type} ${by}`;
			});
		}
	};
}

export const grantOf = ({ attempt, lease }: OpenedLease): DeviceGrant => ({
	...{ attempt, lease },
	scope: 'attempt'
});

export function opened(answer: OpenedLease | PendingLease | undefined): OpenedLease {
	if (answer && 'token' in answer) return answer;
	throw new Error(`not in: ${JSON.stringify(answer)}`);
}

export function asking(answer: OpenedLease | PendingLease | undefined): PendingLease {
	if (answer && 'request' in answer) return answer;
	throw new Error(`not asking: ${JSON.stringify(answer)}`);
}
