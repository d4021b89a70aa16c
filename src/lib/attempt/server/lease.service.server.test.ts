// Real database: who comes in, who asks whom, and what the log says of it (C8).
import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { testDatabase } from '../../server/testing/database.ts';
import { BEFORE, confirmed, STARTS_AT } from '../testing/events.ts';
import { asking, createLeaseDesk, grantOf, opened } from '../testing/lease-desk.ts';
import { grantOfToken } from './tokens.ts';

const HOUR_MS = 3_600_000;
const { db } = await testDatabase();
const desk = await createLeaseDesk(db, 20);
const { clock, writer, here, there, browser, nextCandidate, say, answer } = desk;
const { twoDevices, stateOf, logOf } = desk;

beforeEach(() => desk.set(BEFORE));

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
		desk.wait(31 * 24 * HOUR_MS);
		expect(await grantOfToken(db, clock, first.token)).toBeNull();
	});

	test('that clicks twice, or whose answer was lost, has one attempt and one lease', async () => {
		const one = browser(nextCandidate());
		const answers = (await Promise.all([one.take(), one.take(there.leases)])).map((one) =>
			opened(one)
		);
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
		desk.set(STARTS_AT + 60_000);
		expect(opened(await one.take()).lease).toBe(first.lease);
		expect(await logOf(attempt)).not.toContain('lease.asked');
	});
});

describe('[C8] before entry', () => {
	test('a second device waits until the first one has agreed, and is in without another question', async () => {
		const { two, first, attempt } = await twoDevices();
		const asked = asking(await two.take());
		expect(asked).toMatchObject({ needs: 'device', since: clock.now(), refused: false });
		expect((await stateOf(attempt)).request).toEqual({ id: asked.request, at: clock.now() });
		expect((await stateOf(attempt)).lease).toBe(first.lease);
		desk.wait(2000);
		here.hearing.heard(first.lease);
		expect(asking(await two.take())).toEqual(asked);

		expect(await answer(first, asked.request, true)).toBeNull();
		expect(await answer(first, asked.request, true)).toBe('attempt.lease-closed');
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
		expect(await answer(first, asked.request, false)).toBeNull();
		expect(await answer(first, asked.request, true)).toBe('attempt.no-request');
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
		expect(await answer(first, randomUUID(), true)).toBe('attempt.no-request');
	});
});

describe('[C8] two second devices at once', () => {
	test('the later takes the place of the earlier; only one is ever in', async () => {
		const { candidate, first, attempt } = await twoDevices();
		const others = [browser(candidate), browser(candidate, there)];
		const asked = (await Promise.all(others.map((other) => other.take()))).map((one) =>
			asking(one)
		);
		const { request } = await stateOf(attempt);
		const winner = asked.findIndex((one) => one.request === request?.id);
		const loser = others[1 - winner];
		expect(asking(await loser?.take()).refused).toBe(true);
		expect(await answer(first, asked[1 - winner]?.request ?? '', true)).toBe('attempt.no-request');
		expect(await answer(first, request?.id ?? '', true)).toBeNull();
		expect(opened(await others[winner]?.take()).lease).toBe(request?.id);
		expect(asking(await loser?.take()).refused).toBe(true);
		const open = Object.values((await stateOf(attempt)).leases).filter((lease) => lease.open);
		expect(open).toHaveLength(1);
	});

	test('when the first has gone, the quicker is in and the other asks it', async () => {
		const { candidate, attempt } = await twoDevices();
		desk.wait(31_000);
		const answers = await Promise.all([browser(candidate).take(), browser(candidate).take()]);
		expect(answers.filter((one) => 'token' in one)).toHaveLength(1);
		expect(answers.filter((one) => 'request' in one)).toHaveLength(1);
		const open = Object.values((await stateOf(attempt)).leases).filter((lease) => lease.open);
		expect(open).toHaveLength(1);
	});
});

describe('[C8] after entry', () => {
	test('the first device is not asked: only staff let another one in', async () => {
		const { two, first, attempt } = await twoDevices();
		await say(first, confirmed);
		desk.set(STARTS_AT + 10_000);
		here.hearing.heard(first.lease);
		const { request, needs } = asking(await two.take());
		expect(needs).toBe('staff');
		expect(await answer(first, request, true)).toBe('attempt.needs-consent');
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
