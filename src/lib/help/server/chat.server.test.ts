// Real database: what staff say to one candidate and to a room, done once however often it comes, and what stays of it.
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { sql } from 'kysely';
import { createAudit } from '../../accounts/server/audit.ts';
import { payloadDigest, verifyChain } from '../../attempt/event-log.ts';
import { createAttemptWriter } from '../../attempt/server/attempt-writer.ts';
import { createEchoedHeads } from '../../attempt/server/echoed-heads.ts';
import { attemptsOn } from '../../attempt/testing/attempts-on.ts';
import { BEFORE, ENDS_AT, event } from '../../attempt/testing/events.ts';
import { openLease } from '../../attempt/testing/leases.ts';
import { addCandidates } from '../../attempt/testing/roster.ts';
import { readLog } from '../../review/server/review.repository.ts';
import { testDatabase } from '../../server/testing/database.ts';
import { silentLog } from '../../shared/log.ts';
import { ok } from '../../shared/result.ts';
import type { Saying } from '../conversation.ts';
import { createHelp } from './help.ts';

const { db } = await testDatabase();
let now = BEFORE;
const clock = { now: () => now };
const process = () => {
	const writer = createAttemptWriter(db, clock);
	const parts = { db, writer, clock, log: silentLog, audit: createAudit(db, clock), epoch: 'e' };
	return { writer, ...createHelp(parts) };
};
/** Each with its own writer, over one database. */
const [here, there] = [process(), process()];
const { writer } = here;
const { service } = attemptsOn(db, clock, { writer });
const { candidates } = await addCandidates(db, 16);

const account = randomUUID();
await db
	.insertInto('accounts')
	.values({ id: account, account: 'jiandu', name: '测试监督甲', password_hash: '', created_at: 0 })
	.execute();
const speaker = { account, address: '192.0.2.1' };

const saying = (text: string, as: Saying['as'] = 'message'): Saying => ({
	...{ id: randomUUID(), as, text }
});
async function device() {
	const { attempt, lease } = await openLease({ writer, clock, service }, candidates.pop() ?? '');
	return { attempt, lease, scope: 'attempt' as const };
}
type Device = Awaited<ReturnType<typeof device>>;
const submit = async (grant: Device, said: object) => {
	const command = { id: randomUUID(), clientAt: now, ...said };
	const [outcome] = await service.submit(grant, [command]);
	return outcome?.refused;
};
async function read(attempt: string, after = -1) {
	const told = await here.chat.read(attempt, after);
	if (!told.ok) throw new Error(told.error.code);
	return told.value;
}
async function own(attempt: string) {
	const view = await service.view(attempt);
	if (!view.ok) throw new Error(view.error.code);
	return view.value;
}
const audited = (target: string) =>
	db
		.selectFrom('audit_log')
		.select(['action', 'account_id', 'address'])
		.where('target', '=', target)
		.orderBy('id')
		.execute();

describe('[I3] one conversation', () => {
	test('[C21] both sides read the same lines; who of staff it was, staff alone', async () => {
		const { attempt, ...grant } = await device();
		const words = { data: { at: now }, payload: { text: '楼上在装修' } };
		await submit({ attempt, ...grant }, { type: 'help.sent', ...words });
		const answer = saying('不影响，请继续');
		expect(await here.chat.say(attempt, answer, speaker)).toEqual(ok(undefined));
		const { lines } = await read(attempt);
		expect(lines.map(({ from, text, by }) => [from, text, by])).toEqual([
			['candidate', '楼上在装修', null],
			['staff', '不影响，请继续', { account, name: '测试监督甲' }]
		]);
		const { chat } = await own(attempt);
		expect(chat.map(({ id, seq }) => [id, seq])).toEqual(lines.map(({ id, seq }) => [id, seq]));
		expect(JSON.stringify(chat)).not.toMatch(new RegExp(`${account}|监督甲`));
		expect(await audited(`attempt:${attempt}`)).toEqual([
			{ action: 'help.answered', account_id: account, address: '192.0.2.1' }
		]);
	});

	test('the latest thousand lines are read, and that there are older ones is said', async () => {
		const { attempt } = await device();
		const head = (await readLog(db, attempt)).length;
		await sql`
			insert into attempt_events
				select (json_populate_record(line, json_build_object('seq', ${head} + n,
					'type', 'help.answered', 'data', '{}'))).*
				from attempt_events line, generate_series(0, 1001) n
				where line.attempt_id = ${attempt} and line.seq = 0`.execute(db);
		const { lines, older } = await read(attempt);
		expect([lines.length, older]).toEqual([1000, true]);
		expect([lines[0]?.seq, lines.at(-1)?.seq]).toEqual([head + 2, head + 1001]);
		// behind the first two there are a thousand: nothing is left out
		expect(await read(attempt, head)).toMatchObject({ older: true });
		const whole = await read(attempt, head + 1);
		expect([whole.lines.length, whole.older]).toEqual([1000, false]);
	});

	test('the words lie beside the line, bound by a salted digest', async () => {
		const { attempt } = await device();
		await here.chat.say(attempt, saying('请回到全屏', 'warning'), speaker);
		const lines = await readLog(db, attempt);
		expect(verifyChain(lines)).toBeNull();
		expect(JSON.stringify(lines)).not.toContain('全屏');
		const beside = await db
			.selectFrom('attempt_payloads')
			.selectAll()
			.where('attempt_id', '=', attempt)
			.executeTakeFirstOrThrow();
		const said = { text: '请回到全屏', account };
		expect(lines[beside.seq]?.payload).toBe(payloadDigest(beside.salt, said));
	});

	test('asked again by the same id, at two processes at once, it is said once', async () => {
		const { attempt } = await device();
		const [one, two] = [saying('请稍等'), saying('请关好门', 'warning')];
		const asked = [one, two].flatMap((words) =>
			[here, there, here].map(({ chat }) => chat.say(attempt, words, speaker))
		);
		expect((await Promise.all(asked)).every((answer) => answer.ok)).toBe(true);
		const { lines } = await read(attempt);
		expect(lines.map(({ id }) => id).sort()).toEqual([one.id, two.id].sort());
		expect(await audited(`attempt:${attempt}`)).toHaveLength(2);
	});

	test('[I3] an id stands for its words: of another person, kind, candidate or with other words it is refused, never answered as said', async () => {
		const { attempt, ...grant } = await device();
		const elsewhere = await device();
		const words = saying('请稍等');
		await here.chat.say(attempt, words, speaker);
		const another = { ...speaker, account: randomUUID() };
		const taken = { error: { code: 'act.id-taken' } };
		expect(await here.chat.say(attempt, words, another)).toMatchObject(taken);
		expect(await here.chat.say(attempt, { ...words, text: '请停下' }, speaker)).toMatchObject(
			taken
		);
		expect(await here.chat.say(attempt, { ...words, as: 'warning' }, speaker)).toMatchObject(taken);
		expect(await there.chat.say(elsewhere.attempt, words, speaker)).toMatchObject(taken);
		expect(await here.chat.say(attempt, words, speaker)).toEqual(ok(undefined));
		expect((await read(attempt)).lines.map(({ text }) => text)).toEqual(['请稍等']);
		expect((await read(elsewhere.attempt)).lines).toEqual([]);
		// once its words are erased nobody can tell
		await db.deleteFrom('attempt_payloads').where('attempt_id', '=', attempt).execute();
		expect(await here.chat.say(attempt, { ...words, text: '请停下' }, speaker)).toEqual(
			ok(undefined)
		);
		// nor does a candidate's message take the place of it
		const message = { type: 'help.sent', data: { at: now }, payload: { text: '好' } };
		expect(await submit({ attempt, ...grant }, { ...message, id: words.id })).toBe('input.invalid');
	});

	test('[C21] a candidate’s message under an id of another of theirs is refused; the same id of two candidates are two', async () => {
		const [one, other] = [await device(), await device()];
		const id = randomUUID();
		const says = (grant: Device, text: string) =>
			submit(grant, { id, type: 'help.sent', data: { at: now }, payload: { text } });
		expect([await says(one, '听不清'), await says(other, '没有声音')]).toEqual([null, null]);
		expect(await says(one, '听不清')).toBeNull();
		expect(await says(one, '别的话')).toBe('input.invalid');
		const texts = async ({ attempt }: Device) =>
			(await read(attempt)).lines.map(({ text }) => text);
		expect([await texts(one), await texts(other)]).toEqual([['听不清'], ['没有声音']]);
	});

	test('only what is new is read, where it stands is told whole', async () => {
		const { attempt, ...grant } = await device();
		for (const text of ['一', '二', '三']) await here.chat.say(attempt, saying(text), speaker);
		const [, second] = (await read(attempt)).lines;
		await submit(
			{ attempt, ...grant },
			{ type: 'help.seen', data: { seq: second?.seq ?? 0, at: now } }
		);
		const { lines, seen } = await read(attempt, second?.seq);
		expect(lines.map(({ text }) => text)).toEqual(['三']);
		expect(seen).toBe(second?.seq);
	});

	test('delivered is what the candidate’s computer has echoed, heard by whichever process', async () => {
		const { attempt, ...grant } = await device();
		await here.chat.say(attempt, saying('您好'), speaker);
		const { head } = await own(attempt);
		const echoes = () => createEchoedHeads({ db, log: silentLog, epoch: 'e' });
		const [one, two] = [echoes(), echoes()];
		// a phone shows no conversation, a restored server's word is another one's, a wrong hash is nobody's
		one.heard({ attempt, lease: randomUUID(), scope: 'evidence' }, head, 'e');
		one.heard({ attempt, ...grant }, head, 'before');
		one.heard({ attempt, ...grant }, { ...head, hash: 'f'.repeat(64) }, 'e');
		await one.settled();
		expect((await read(attempt)).delivered).toBe(0);
		one.heard({ attempt, ...grant }, head, 'e');
		await one.settled();
		expect((await read(attempt)).delivered).toBe(head.seq);
		// a late word of what was told before does not take it back
		const [first] = await readLog(db, attempt);
		two.heard({ attempt, ...grant }, { seq: 0, hash: first?.hash ?? '' }, 'e');
		await two.settled();
		expect((await read(attempt)).delivered).toBe(head.seq);
	});

	test('[I3] to a computer that was replaced nothing is delivered, also when the next one echoes the same', async () => {
		const candidate = candidates.pop() ?? '';
		const open = async () => {
			const { attempt, lease } = await openLease({ writer, clock, service }, candidate);
			return { attempt, lease, scope: 'attempt' as const };
		};
		const former = await open();
		const next = await open();
		const { attempt } = next;
		await here.chat.say(attempt, saying('您好'), speaker);
		const { head } = await own(attempt);
		const echoes = createEchoedHeads({ db, log: silentLog, epoch: 'e' });
		echoes.heard(former, head, 'e');
		await echoes.settled();
		expect((await read(attempt)).delivered).toBe(0);
		echoes.heard(next, head, 'e');
		await echoes.settled();
		expect((await read(attempt)).delivered).toBe(head.seq);
	});

	test('a warning is acknowledged by the candidate, once, with its own time', async () => {
		const { attempt, ...grant } = await device();
		const warning = saying('请确认房间里只有您一人', 'warning');
		await here.chat.say(attempt, warning, speaker);
		expect((await own(attempt)).chat).toMatchObject([{ warning: warning.id, text: warning.text }]);
		now += 5000;
		const data = { id: warning.id, at: now - 2000 };
		const says = () => submit({ attempt, ...grant }, { type: 'warning.acknowledged', data });
		expect([await says(), await says()]).toEqual([null, null]);
		expect((await read(attempt)).acknowledged).toEqual({ [warning.id]: now - 2000 });
		now = BEFORE;
	});

	test('after the end a message is taken, a warning refused, and nothing is left of that', async () => {
		const { attempt } = await device();
		now = ENDS_AT + 1000;
		expect(await here.chat.say(attempt, saying('请保持联网'), speaker)).toEqual(ok(undefined));
		expect(await here.chat.say(attempt, saying('晚了', 'warning'), speaker)).toMatchObject({
			error: { code: 'attempt.already-ended' }
		});
		now = BEFORE;
		const { lines, ended } = await read(attempt);
		expect([lines.length, ended]).toEqual([1, true]);
		expect((await audited(`attempt:${attempt}`)).map(({ action }) => action)).toEqual([
			'help.answered'
		]);
	});

	test('what was erased keeps its line, without words and without who it was', async () => {
		const { attempt } = await device();
		await here.chat.say(attempt, saying('会被删除的话', 'warning'), speaker);
		await db.deleteFrom('attempt_payloads').where('attempt_id', '=', attempt).execute();
		expect((await read(attempt)).lines).toMatchObject([{ text: null, by: null, from: 'staff' }]);
		expect((await own(attempt)).chat).toMatchObject([{ text: null }]);
		expect(verifyChain(await readLog(db, attempt))).toBeNull();
	});

	test('reading takes no lock: it answers while somebody holds the attempt', async () => {
		const { attempt } = await device();
		await writer.within(attempt, async () => {
			expect((await read(attempt)).lines).toEqual([]);
		});
	});
});

test('[I3] an event of the candidate is no line of the conversation', async () => {
	const { attempt, ...grant } = await device();
	await submit({ attempt, ...grant }, event('help.seen', { seq: 1, at: now }));
	expect((await read(attempt)).lines).toEqual([]);
});
