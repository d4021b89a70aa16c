// Real database: what lies beside the log (words, signatures), entry, lot, and what a device tells late.
import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { testDatabase } from '../../server/testing/database.ts';
import { refuse } from '../../shared/errors.ts';
import { err, ok } from '../../shared/result.ts';
import { payloadDigest, verifyChain, type LogLine } from '../event-log.ts';
import type { AttemptEvent } from '../events.ts';
import { attemptsOn } from '../testing/attempts-on.ts';
import { BEFORE, confirmed, ENDS_AT, event, STARTS_AT } from '../testing/events.ts';
import { openLease } from '../testing/leases.ts';
import { addCandidates } from '../testing/roster.ts';
import type { OwnView } from './attempt.service.ts';
import type { DeviceGrant } from './tokens.ts';

const { db } = await testDatabase();
let now = BEFORE;
const clock = { now: () => now };
let number: { number: number; of: number } | null = null;
const { writer, service } = attemptsOn(db, clock, {
	lots: {
		drawOf: async () =>
			number
				? ok({ ...{ room: 'R1', leaf: '', salt: '', commitment: '', frozenAt: BEFORE }, ...number })
				: err(refuse('lot.not-frozen'))
	}
});
const { candidates } = await addCandidates(db, 16);

beforeEach(() => {
	now = BEFORE;
	number = null;
});

async function device(): Promise<DeviceGrant> {
	const world = { writer, clock, service };
	const { attempt, lease } = await openLease(world, candidates.pop() ?? '');
	return { attempt, lease, scope: 'attempt' };
}

async function viewOf({ attempt }: DeviceGrant): Promise<OwnView> {
	const view = await service.view(attempt);
	if (!view.ok) throw new Error(view.error.code);
	return view.value;
}

async function linesOf({ attempt }: DeviceGrant): Promise<LogLine[]> {
	const rows = await db
		.selectFrom('attempt_events')
		.selectAll()
		.where('attempt_id', '=', attempt)
		.orderBy('seq')
		.execute();
	return rows.map((row) => ({
		...{ attempt: row.attempt_id, seq: row.seq, type: row.type, payload: row.payload_digest },
		...{ data: JSON.parse(row.data) as unknown, clientAt: row.client_at },
		...{ serverAt: row.server_at, previous: row.previous, hash: row.hash }
	}));
}

const command = (said: AttemptEvent, payload?: unknown) => ({
	...{ id: randomUUID(), clientAt: now, type: said.type, data: said.data },
	...(payload === undefined ? {} : { payload })
});
const help = (text: string) => command(event('help.sent', { at: now }), { text });
const refusals = async (grant: DeviceGrant, ...commands: { id: string }[]) =>
	(await service.submit(grant, commands)).map((outcome) => outcome.refused);

describe('[C34] words beside the log', () => {
	const payloads = ({ attempt }: DeviceGrant) =>
		db.selectFrom('attempt_payloads').selectAll().where('attempt_id', '=', attempt).execute();

	test('are kept with their salt; the line has their digest, and stays whole when they are erased', async () => {
		const grant = await device();
		expect(await refusals(grant, help('看不清题目'), help('已恢复'))).toEqual([null, null]);
		const [lines, kept] = [await linesOf(grant), await payloads(grant)];
		expect(kept).toHaveLength(2);
		for (const { seq, salt, content } of kept)
			expect(lines[seq]?.payload).toBe(payloadDigest(salt, JSON.parse(content)));
		expect(new Set(kept.map(({ salt }) => salt)).size).toBe(2);
		expect(JSON.stringify(lines)).not.toContain('看不清');

		await db
			.deleteFrom('attempt_payloads')
			.where('seq', '=', kept[0]?.seq ?? -1)
			.execute();
		const { head, chat } = await viewOf(grant);
		expect(verifyChain(await linesOf(grant), head)).toBeNull();
		expect(chat.map(({ text }) => text)).toEqual([null, '已恢复']);
	});

	test('of a wrong form refuse their command alone', async () => {
		const grant = await device();
		const empty = command(event('help.sent', { at: now }), { text: ' ' });
		const none = command(event('help.sent', { at: now }));
		expect(await refusals(grant, empty, none, help('您好'))).toEqual([
			...['input.invalid', 'input.invalid', null]
		]);
		expect(await payloads(grant)).toHaveLength(1);
	});

	test('an event without any leaves nothing beside', async () => {
		const grant = await device();
		await refusals(grant, command(confirmed));
		expect(await payloads(grant)).toEqual([]);
		expect((await linesOf(grant)).every(({ payload }) => payload === null)).toBe(true);
	});
});

describe('[C21] the conversation', () => {
	test('brings a message back under the id of its command; sent twice it is there once', async () => {
		const grant = await device();
		const one = help('看不清题目');
		expect(await refusals(grant, one, one)).toEqual([null, null]);
		await service.submit(grant, [one]);
		now += 5000;
		const answer = { ...event('help.answered', {}), payload: { text: '请刷新页面' } };
		await writer.apply(grant.attempt, answer);
		// a known mark has no line of its own, and must not stand beside somebody else's words
		const noted = command(
			event('incident.noted', {
				...{ kind: 'connection-lost', from: now, until: null, track: null }
			})
		);
		await service.submit(grant, [noted]);
		const { chat, head } = await viewOf(grant);
		const [sent, answered] = [head.seq - 2, head.seq - 1];
		expect(chat).toEqual([
			{
				...{ id: one.id, seq: sent, from: 'candidate', text: '看不清题目' },
				...{ at: BEFORE, warning: null }
			},
			{
				...{ id: `line-${answered}`, seq: answered, from: 'staff', text: '请刷新页面' },
				...{ at: BEFORE + 5000, warning: null }
			}
		]);
	});

	test('has no message from the future of a device’s clock', async () => {
		const grant = await device();
		await service.submit(grant, [{ ...help('您好'), clientAt: now + 3_600_000 }]);
		expect((await viewOf(grant)).chat[0]?.at).toBe(BEFORE);
	});
});

describe('[C34] what a candidate says to an incident', () => {
	const KEY = randomUUID();
	const noted = () =>
		command(
			event('incident.noted', {
				...{ id: KEY, kind: 'page-hidden', from: now, until: now + 9000, track: null }
			})
		);
	const says = (text: string, incident = KEY) =>
		command(event('incident.commented', { incident }), { text });

	test('sent twice, after the end, by a device whose place was taken, it is kept once', async () => {
		const grant = await device();
		await refusals(grant, command(confirmed), noted());
		now = ENDS_AT + 60_000;
		expect((await viewOf(grant)).state.ended).toEqual({ at: ENDS_AT, by: 'clock' });
		const taker = randomUUID();
		await writer.apply(grant.attempt, event('lease.opened', { lease: taker, device: 'desktop' }));
		expect((await viewOf(grant)).state.lease).toBe(taker);
		const one = says('弹出了系统更新的窗口');
		expect(await refusals(grant, one, one)).toEqual([null, null]);
		expect(await refusals(grant, one)).toEqual([null]);
		const { comments, state } = await viewOf(grant);
		expect(comments).toEqual([
			{ id: one.id, incident: KEY, text: '弹出了系统更新的窗口', at: now }
		]);
		expect(state.incidents[KEY]?.comments).toBe(1);
	});

	test('is erased without breaking the chain; that something was said stays', async () => {
		const grant = await device();
		await refusals(grant, noted(), says('第一次'), says('第二次'));
		const lines = await linesOf(grant);
		expect(JSON.stringify(lines)).not.toContain('第一次');
		const first = lines.find(({ type }) => type === 'incident.commented');
		await db
			.deleteFrom('attempt_payloads')
			.where('attempt_id', '=', grant.attempt)
			.where('seq', '=', first?.seq ?? -1)
			.execute();
		const { head, comments, state } = await viewOf(grant);
		expect(verifyChain(await linesOf(grant), head)).toBeNull();
		expect(comments.map(({ text }) => text)).toEqual([null, '第二次']);
		expect(state.incidents[KEY]?.comments).toBe(2);
	});

	test('is refused without an incident, without words, and after five', async () => {
		const grant = await device();
		expect(await refusals(grant, says('什么', randomUUID()))).toEqual(['attempt.no-incident']);
		await refusals(grant, noted());
		expect(await refusals(grant, says(' '), says('字'.repeat(2001)))).toEqual([
			...['input.invalid', 'input.invalid']
		]);
		const six = Array.from({ length: 6 }, (_, n) => says(String(n)));
		expect(await refusals(grant, ...six)).toEqual([
			...[null, null, null, null, null, 'attempt.commented-enough']
		]);
		expect((await viewOf(grant)).comments).toHaveLength(5);
	});
});

describe('[C14] [C9] entry', () => {
	test('is refused before it opens and after it has closed, taken with a person’s leave', async () => {
		const grant = await device();
		now = STARTS_AT - 600_001;
		expect(await refusals(grant, command(confirmed))).toEqual(['attempt.entry-not-open']);
		now = STARTS_AT + 180_000 - 1;
		const late = await device();
		expect(await refusals(late, command(confirmed))).toEqual([null]);
	});

	test('late with leave', async () => {
		const grant = await device();
		// the end of the sample comes with the closing of the entry: more time, so that there is something to enter
		await writer.apply(grant.attempt, event('time.granted', { ms: 600_000 }));
		now = STARTS_AT + 180_000;
		expect(await refusals(grant, command(confirmed))).toEqual(['attempt.entry-closed']);
		const leave = { ...event('entry.allowed', {}), payload: { reason: '地铁故障，经同意' } };
		expect(await writer.apply(grant.attempt, leave)).toMatchObject({ ok: true });
		expect(await refusals(grant, command(confirmed))).toEqual([null]);
		const { state } = await viewOf(grant);
		expect([state.stage, state.startedAt]).toEqual(['answer', now]);
	});
});

describe('[C12] the lot', () => {
	test('is turned up with the entry that is granted, in the same transaction, and not before', async () => {
		const grant = await device();
		number = { number: 7, of: 30 };
		now = STARTS_AT - 600_001;
		await refusals(grant, command(confirmed));
		expect((await viewOf(grant)).state.lot).toBeNull();
		now = BEFORE;
		const enters = command(confirmed);
		await refusals(grant, enters, enters);
		const { state } = await viewOf(grant);
		expect(state.lot).toEqual({ number: 7, of: 30, at: BEFORE });
		const types = (await linesOf(grant)).map(({ type }) => type);
		expect(types.slice(-2)).toEqual(['stage.confirmed', 'lot.drawn']);
	});

	test('is the candidate’s to draw, by the device in charge, once the draw is fixed', async () => {
		const grant = await device();
		expect(await service.drawLot(grant)).toMatchObject({ error: { code: 'lot.not-ready' } });
		number = { number: 7, of: 30 };
		expect(await service.drawLot({ ...grant, scope: 'evidence' })).toMatchObject({
			error: { code: 'token.wrong-scope' }
		});
		expect(await service.drawLot({ ...grant, lease: randomUUID() })).toMatchObject({
			error: { code: 'attempt.lease-closed' }
		});
		expect(await service.drawLot(grant)).toEqual(ok(undefined));
		number = { number: 8, of: 30 };
		expect(await service.drawLot(grant)).toEqual(ok(undefined));
		expect((await viewOf(grant)).state.lot?.number).toBe(7);
	});
});

test('[C22] a paper that was opened on a device cut off, told after the clock’s end, counts and is noted', async () => {
	const grant = await device();
	await refusals(grant, command(confirmed));
	now = STARTS_AT + 90_000;
	const opened = command(event('paper.opened', { at: now }));
	const ended = command(event('interview.ended', { by: 'candidate', at: now + 30_000 }));
	now = ENDS_AT + 60_000;
	expect((await viewOf(grant)).state.ended).toEqual({ at: ENDS_AT, by: 'clock' });
	expect(await refusals(grant, opened, ended)).toEqual([null, null]);
	const { state } = await viewOf(grant);
	expect(state).toMatchObject({
		...{ startedAt: STARTS_AT, paperOpenedAt: STARTS_AT + 90_000, noticed: { 'paper-late': 1 } },
		ended: { at: STARTS_AT + 120_000, by: 'candidate' }
	});
	const noted = (await linesOf(grant)).find(({ type }) => type === 'incident.noted');
	expect(noted?.data).toEqual({
		...{ kind: 'paper-late', from: STARTS_AT, until: STARTS_AT + 90_000, track: null }
	});
});
