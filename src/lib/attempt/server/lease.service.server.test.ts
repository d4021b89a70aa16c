// Real database: who comes in, who asks whom, and what the log says of it (C8, C9).
import { randomBytes } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { testDatabase } from '../../server/testing/database.ts';
import { silentLog } from '../../shared/log.ts';
import { createPartRegistry } from '../../upload/server/part-registry.ts';
import { BEFORE, confirmed, ENDS_AT, FROZEN, STARTS_AT } from '../testing/events.ts';
import { addCandidates, NO_LOTS } from '../testing/roster.ts';
import { createAttemptService } from './attempt.service.ts';
import { createAttemptWriter } from './attempt-writer.ts';
import { createLeaseService, type OpenedLease, type PendingLease } from './lease.service.ts';
import { startLeaseSweep } from './lease-sweep.ts';
import { startPresence } from './presence.ts';
import { grantOfToken, type DeviceGrant } from './tokens.ts';

const HOUR_MS = 3_600_000;
const { db } = await testDatabase();
let now = BEFORE - HOUR_MS;
const clock = { now: () => now };
const writer = createAttemptWriter(db, clock);
const registry = createPartRegistry({ db, writer, clock });
const service = createAttemptService({
	...{ db, writer, clock, log: silentLog, lots: NO_LOTS },
	announce: (grant, header) => registry.announce(grant, header)
});
/** Two server processes, each with its own memory of who has spoken; both have been up for an hour. */
const [here, there] = [process(), process()];
const sweep = startLeaseSweep({ ...{ db, writer, clock, log: silentLog }, everyMs: HOUR_MS });
const { candidates } = await addCandidates(db, 30);
const stricter = await addCandidates(db, 2);

function process() {
	const presence = startPresence({ db, clock, log: silentLog, everyMs: HOUR_MS });
	const leases = createLeaseService({
		...{ db, writer, clock, log: silentLog, presence },
		attemptOf: service.attemptOf
	});
	return { presence, leases };
}

beforeEach(() => {
	now = BEFORE;
});

function nextCandidate(): string {
	const candidate = candidates.pop();
	if (!candidate) throw new Error('more candidates are needed');
	return candidate;
}

/** A browser: its key, and what it asks of this server. */
function browser(candidate: string, { leases } = here) {
	const key = randomBytes(32).toString('base64url');
	let request: string | null = null;
	return {
		key,
		async take(at = leases): Promise<OpenedLease | PendingLease> {
			const answer = await at.take(candidate, { label: 'Test Browser', key, request });
			request = 'request' in answer ? answer.request : null;
			return answer;
		},
		/** Leaves what it has asked aside and asks anew. */
		again() {
			request = null;
			return this.take();
		},
		withdraw: (attempt: string) => leases.withdraw(attempt, { key, request: request ?? '' })
	};
}

const opened = (answer: OpenedLease | PendingLease): OpenedLease => {
	if ('token' in answer) return answer;
	throw new Error(`still asking: ${answer.needs}`);
};
const asking = (answer: OpenedLease | PendingLease): PendingLease => {
	if ('request' in answer) return answer;
	throw new Error('it is in');
};
const grantOf = ({ attempt, lease }: OpenedLease): DeviceGrant => ({
	...{ attempt, lease },
	scope: 'attempt'
});
const say = async (from: OpenedLease, fields: object) => {
	const id = crypto.randomUUID();
	const [outcome] = await service.submit(grantOf(from), [{ id, clientAt: now, ...fields }]);
	return outcome?.refused;
};
const answerBy = (from: OpenedLease, request: string, granted: boolean) =>
	say(from, { type: 'lease.answered', data: { request, granted, by: 'device' } });
async function stateOf(attempt: string) {
	const view = await service.view(attempt);
	if (!view.ok) throw new Error(view.error.code);
	return view.value.state;
}
const logOf = async (attempt: string): Promise<string[]> =>
	(
		await db
			.selectFrom('attempt_events')
			.select(['type', 'data'])
			.where('attempt_id', '=', attempt)
			.orderBy('seq')
			.execute()
	).map(({ type, data }) => {
		const { by } = JSON.parse(data) as { by?: string };
		return by === undefined ? type : `${type} ${by}`;
	});

/** Somebody who has come in on a first device, and a second one that wants to. */
async function twoDevices() {
	const candidate = nextCandidate();
	const [one, two] = [browser(candidate), browser(candidate)];
	const first = opened(await one.take());
	return { candidate, one, two, first, attempt: first.attempt };
}

describe('[C8] the first device', () => {
	test('is in at once; the log has one line of it', async () => {
		const { first, attempt } = await twoDevices();
		expect(await logOf(attempt)).toEqual(['attempt.frozen', 'lease.opened']);
		expect(await grantOfToken(db, clock, first.token)).toEqual(grantOf(first));
		expect(await grantOfToken(db, clock, `${first.token}x`)).toBeNull();
		const { secret_hash: kept } = await db
			.selectFrom('attempt_tokens')
			.select('secret_hash')
			.where('lease_id', '=', first.lease)
			.executeTakeFirstOrThrow();
		expect(kept).not.toContain(first.token);
		now += 31 * 24 * HOUR_MS;
		expect(await grantOfToken(db, clock, first.token)).toBeNull();
	});

	test('that clicks twice, or whose answer was lost, has one attempt and one lease', async () => {
		const one = browser(nextCandidate());
		const answers = (await Promise.all([one.take(), one.take(there.leases)])).map(opened);
		const third = opened(await one.take());
		expect(new Set([...answers, third].map(({ attempt }) => attempt)).size).toBe(1);
		expect(new Set([...answers, third].map(({ lease }) => lease)).size).toBe(1);
		for (const { token } of [...answers, third])
			expect(await grantOfToken(db, clock, token)).toMatchObject({ lease: third.lease });
		expect(await logOf(third.attempt)).toEqual(['attempt.frozen', 'lease.opened']);
	});

	test('renews its own lease at any time, also in the middle of the interview', async () => {
		const { one, first, attempt } = await twoDevices();
		await say(first, confirmed);
		now = STARTS_AT + 60_000;
		expect(opened(await one.take()).lease).toBe(first.lease);
		expect(await logOf(attempt)).not.toContain('lease.asked');
	});
});

describe('[C8] before entry', () => {
	test('a second device waits until the first one has agreed, and is in without another question', async () => {
		const { two, first, attempt } = await twoDevices();
		const asked = asking(await two.take());
		expect(asked).toMatchObject({ needs: 'device', since: now, refused: false });
		expect((await stateOf(attempt)).request).toEqual({ id: asked.request, at: now });
		expect((await stateOf(attempt)).lease).toBe(first.lease);
		now += 2000;
		here.presence.heard(first.lease);
		expect(asking(await two.take())).toEqual(asked);

		expect(await answerBy(first, asked.request, true)).toBeNull();
		expect(await answerBy(first, asked.request, true)).toBe('attempt.lease-closed');
		const second = opened(await two.take());
		expect(second.lease).toBe(asked.request);
		// its answer was lost: the same lease once more
		expect(opened(await two.take()).lease).toBe(second.lease);
		expect(await say(second, confirmed)).toBeNull();
		expect(await say(first, confirmed)).toBe('attempt.lease-closed');
		expect(await logOf(attempt)).toEqual([
			'attempt.frozen',
			'lease.opened',
			'lease.asked',
			'incident.noted',
			'lease.answered device',
			'lease.opened',
			'stage.confirmed'
		]);
	});

	test('a refused one is told so, does not ask again by itself, and may', async () => {
		const { two, first } = await twoDevices();
		const asked = asking(await two.take());
		expect(await answerBy(first, asked.request, false)).toBeNull();
		expect(await answerBy(first, asked.request, true)).toBe('attempt.no-request');
		expect(asking(await two.take())).toMatchObject({ request: asked.request, refused: true });
		expect(asking(await two.take()).refused).toBe(true);
		expect(asking(await two.again())).toMatchObject({ refused: false });
	});

	test('a browser whose storage was emptied is another device', async () => {
		const { candidate } = await twoDevices();
		expect(asking(await browser(candidate).take()).needs).toBe('device');
	});

	test('the first device cannot answer for a request that it does not know', async () => {
		const { first } = await twoDevices();
		expect(await answerBy(first, crypto.randomUUID(), true)).toBe('attempt.no-request');
	});
});

describe('[C8] two second devices at once', () => {
	test('the later takes the place of the earlier; only one is ever in', async () => {
		const { candidate, first, attempt } = await twoDevices();
		const others = [browser(candidate), browser(candidate, there)];
		const asked = (await Promise.all(others.map((other) => other.take()))).map(asking);
		const { request } = await stateOf(attempt);
		const winner = asked.findIndex((answer) => answer.request === request?.id);
		const loser = others[1 - winner];
		expect(asking((await loser?.take()) as PendingLease).refused).toBe(true);
		expect(await answerBy(first, asked[1 - winner]?.request ?? '', true)).toBe(
			'attempt.no-request'
		);
		expect(await answerBy(first, request?.id ?? '', true)).toBeNull();
		expect(opened((await others[winner]?.take()) as OpenedLease).lease).toBe(request?.id);
		expect(asking((await loser?.take()) as PendingLease).refused).toBe(true);
		const open = Object.values((await stateOf(attempt)).leases).filter((lease) => lease.open);
		expect(open).toHaveLength(1);
	});

	test('when the first has gone, the quicker is in and the other asks it', async () => {
		const { candidate, attempt } = await twoDevices();
		now += 31_000;
		const answers = await Promise.all([browser(candidate).take(), browser(candidate).take()]);
		expect(answers.filter((answer) => 'token' in answer)).toHaveLength(1);
		expect(answers.filter((answer) => 'request' in answer)).toHaveLength(1);
		const open = Object.values((await stateOf(attempt)).leases).filter((lease) => lease.open);
		expect(open).toHaveLength(1);
	});
});

describe('[C8] after entry', () => {
	test('the first device is not asked: only staff let another one in', async () => {
		const { two, first, attempt } = await twoDevices();
		await say(first, confirmed);
		now = STARTS_AT + 10_000;
		here.presence.heard(first.lease);
		const { request, needs } = asking(await two.take());
		expect(needs).toBe('staff');
		expect(await answerBy(first, request, true)).toBe('attempt.needs-consent');
		const consent = { request, granted: true, by: 'staff' } as const;
		expect(await writer.apply(attempt, { type: 'lease.answered', data: consent })).toMatchObject({
			ok: true
		});
		expect(opened(await two.take()).lease).toBe(request);
		expect((await stateOf(attempt)).stage).toBe('answer');
		expect((await logOf(attempt)).filter((type) => type === 'incident.noted')).toHaveLength(1);
	});

	test('who had asked before entry is told that it takes staff now', async () => {
		const { two, first } = await twoDevices();
		expect(asking(await two.take()).needs).toBe('device');
		await say(first, confirmed);
		expect(asking(await two.take()).needs).toBe('staff');
	});
});

describe('[C8] silence', () => {
	test('of 30 s, whoever heard the last word, lets the second in and stands in the log', async () => {
		const { two, first, attempt } = await twoDevices();
		await say(first, confirmed);
		now += 10_000;
		// the last sign of life came to the other process
		there.presence.heard(first.lease);
		await there.presence.flush();
		asking(await two.take());
		now += 29_999;
		expect(asking(await two.take()).needs).toBe('staff');
		now += 1;
		const second = opened(await two.take());
		expect(await logOf(attempt)).toContain('lease.answered silence');
		// the first was only cut off: it is shut, and what it holds still comes in
		expect(await say(first, { type: 'stage.confirmed', data: { stage: 'devices' } })).toBe(
			'attempt.lease-closed'
		);
		expect((await stateOf(attempt)).lease).toBe(second.lease);
	});

	test('is none while the first device speaks', async () => {
		const { two, first } = await twoDevices();
		for (let seconds = 0; seconds < 120; seconds += 5) {
			now += 5000;
			here.presence.heard(first.lease);
			expect('request' in (await two.take())).toBe(true);
		}
	});

	test('of a server that has just started is not the device’s', async () => {
		const { candidate } = await twoDevices();
		now += 60_000;
		const restarted = process();
		const second = browser(candidate, restarted);
		asking(await second.take());
		now += 30_000;
		opened(await second.take());
	});

	test('of a granted device that never came for its lease lets the first one back in', async () => {
		const { one, two, first, attempt } = await twoDevices();
		const { request } = asking(await two.take());
		await answerBy(first, request, true);
		expect(asking(await one.take()).needs).toBe('device');
		now += 30_001;
		const back = opened(await one.take());
		expect((await stateOf(attempt)).lease).toBe(back.lease);
		expect(asking(await two.take()).refused).toBe(true);
	});
});

describe('[C8] withdrawn', () => {
	test('by a page that is left; another browser cannot', async () => {
		const { candidate, two, attempt } = await twoDevices();
		const { request } = asking(await two.take());
		await here.leases.withdraw(attempt, { key: browser(candidate).key, request });
		expect((await stateOf(attempt)).request?.id).toBe(request);
		await two.withdraw(attempt);
		expect((await stateOf(attempt)).request).toBeNull();
		expect(await logOf(attempt)).toContain('lease.answered withdrawn');
		await two.withdraw(attempt);
	});

	test('by the server when the page has not come for 30 s; one that slept asks anew by itself', async () => {
		await db.updateTable('lease_requests').set({ settled: true }).execute();
		const { two, first, attempt } = await twoDevices();
		const { request } = asking(await two.take());
		now += 30_000;
		expect(await sweep.round()).toBe(0);
		now += 1;
		here.presence.heard(first.lease);
		expect(await sweep.round()).toBe(1);
		expect(await sweep.round()).toBe(0);
		expect((await stateOf(attempt)).request).toBeNull();
		const anew = asking(await two.take());
		expect(anew.refused).toBe(false);
		expect(anew.request).not.toBe(request);
	});
});

describe('[C24] after the end', () => {
	test('another device is in at once: it can only upload', async () => {
		const { two, first, attempt } = await twoDevices();
		await say(first, confirmed);
		now = STARTS_AT + 1000;
		here.presence.heard(first.lease);
		const { request } = asking(await two.take());
		now = ENDS_AT;
		// a consent that comes too late changes nothing
		const late = { request, granted: true, by: 'staff' } as const;
		expect(await writer.apply(attempt, { type: 'lease.answered', data: late })).toMatchObject({
			error: { code: 'attempt.no-request' }
		});
		const second = opened(await two.take());
		expect(second.lease).not.toBe(request);
		expect((await stateOf(attempt)).stage).toBe('upload');
	});
});

describe('[C9] an exam that lets nobody come back', async () => {
	await db
		.updateTable('exams')
		.set({ rules: JSON.stringify({ ...FROZEN.rules, mayComeBack: false }) })
		.where('id', 'in', (from) =>
			from
				.selectFrom('sittings')
				.innerJoin('rooms', 'rooms.sitting_id', 'sittings.id')
				.select('exam_id')
				.where('rooms.id', '=', stricter.room)
		)
		.execute();

	test('needs a person’s leave from the start on, however silent the first device is', async () => {
		const candidate = stricter.candidates.pop() ?? '';
		const [one, two] = [browser(candidate), browser(candidate)];
		const first = opened(await one.take());
		await say(first, confirmed);
		now = STARTS_AT + 60_000;
		expect(asking(await two.take()).needs).toBe('staff');
		now += 60_000;
		expect(asking(await two.take()).needs).toBe('staff');
		expect(opened(await one.take()).lease).toBe(first.lease);
	});

	test('before the start it is as everywhere', async () => {
		const candidate = stricter.candidates.pop() ?? '';
		const first = opened(await browser(candidate).take());
		await say(first, confirmed);
		now += 30_000;
		opened(await browser(candidate).take());
	});
});
