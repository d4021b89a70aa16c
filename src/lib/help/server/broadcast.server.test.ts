// Real database: the same words to a whole room, interrupted, repeated, from two processes; and the room's own record.
import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { createAudit } from '../../accounts/server/audit.ts';
import {
	createAttemptWriter,
	type DatabaseAttemptWriter
} from '../../attempt/server/attempt-writer.ts';
import { attemptsOn } from '../../attempt/testing/attempts-on.ts';
import { BEFORE, event } from '../../attempt/testing/events.ts';
import { addCandidates } from '../../attempt/testing/roster.ts';
import { testDatabase } from '../../server/testing/database.ts';
import { silentLog } from '../../shared/log.ts';
import { ok } from '../../shared/result.ts';
import type { Saying } from '../conversation.ts';
import { createHelp } from './help.ts';

const { db } = await testDatabase();
const clock = { now: () => BEFORE };
const { writer, service } = attemptsOn(db, clock);
const audit = createAudit(db, clock);
const helpBy = (one: Pick<DatabaseAttemptWriter, 'applyCommand'>) =>
	createHelp({ db, writer: one, clock, log: silentLog, audit, epoch: 'e' });
const help = helpBy(writer);
const account = randomUUID();
await db
	.insertInto('accounts')
	.values({ id: account, account: 'jiandu', name: '测试监督甲', password_hash: '', created_at: 0 })
	.execute();
const speaker = { account, address: '192.0.2.1' };
const saying = (as: Saying['as'] = 'message', text = '请大家检查麦克风'): Saying => ({
	...{ id: randomUUID(), as, text }
});

let room = '';
let attempts: string[] = [];
/** Of the roster four have begun, one of them has ended; one never came. */
beforeEach(async () => {
	const added = await addCandidates(db, 5);
	({ room } = added);
	attempts = [];
	for (const candidate of added.candidates.slice(0, 4))
		attempts.push(await service.attemptOf(candidate));
	await writer.apply(attempts[3] ?? '', event('interview.ended', { by: 'staff', at: BEFORE }));
});

const textsOf = async (attempt: string): Promise<(string | null)[]> => {
	const told = await help.chat.read(attempt, -1);
	return told.ok ? told.value.lines.map(({ text }) => text) : [];
};
const heard = async (): Promise<number[]> =>
	Promise.all(attempts.map(async (attempt) => (await textsOf(attempt)).length));
const logged = async () => (await help.notes.read(room)).map(({ kind, data }) => ({ kind, data }));
const audited = async (target: string): Promise<string[]> => {
	const rows = await db
		.selectFrom('audit_log')
		.select('action')
		.where('target', '=', target)
		.execute();
	return rows.map(({ action }) => action);
};

describe('[I3] a broadcast', () => {
	test('reaches who has begun and not ended, and is on the room’s record', async () => {
		expect(await help.broadcasts.audience(room)).toEqual({ running: 3, absent: 2 });
		const words = saying();
		expect(await help.broadcasts.send(room, words, speaker)).toEqual(ok({ sent: 3, absent: 2 }));
		expect(await heard()).toEqual([1, 1, 1, 0]);
		const data = { text: words.text, warning: false, sent: 3, absent: 2 };
		expect(await logged()).toEqual([{ kind: 'broadcast', data }]);
		expect(await audited(`room:${room}`)).toEqual(['room.addressed']);
		const told = await help.chat.read(attempts[0] ?? '', -1);
		expect(told.ok && told.value.lines).toMatchObject([
			{ broadcast: true, warning: null, by: { name: '测试监督甲' } }
		]);
	});

	test('as a warning each must acknowledge it for themselves', async () => {
		await help.broadcasts.send(room, saying('warning'), speaker);
		const views = await Promise.all(attempts.slice(0, 3).map((one) => service.view(one)));
		const ids = views.flatMap((view) => (view.ok ? Object.keys(view.value.state.warnings) : []));
		expect(new Set(ids).size).toBe(3);
		const told = await help.chat.read(attempts[0] ?? '', -1);
		expect(told.ok && told.value.lines).toMatchObject([{ broadcast: true, warning: ids[0] }]);
	});

	test('interrupted in the middle and repeated it is completed, and nothing is doubled', async () => {
		let left = 2;
		const dying = helpBy({
			applyCommand: (attempt, command) =>
				left-- > 0
					? writer.applyCommand(attempt, command)
					: Promise.reject(new Error('the process is gone'))
		});
		const words = saying('warning');
		await expect(dying.broadcasts.send(room, words, speaker)).rejects.toThrow('gone');
		await expect.poll(async () => (await heard()).filter((count) => count > 0).length).toBe(2);
		expect(await logged()).toEqual([]);
		// one who was told has ended since: told is told
		const told = (await heard()).indexOf(1);
		const ended = event('interview.ended', { by: 'staff', at: BEFORE });
		await writer.apply(attempts[told] ?? '', ended);
		expect(await help.broadcasts.send(room, words, speaker)).toEqual(ok({ sent: 3, absent: 2 }));
		expect(await heard()).toEqual([1, 1, 1, 0]);
		// and once more, after it was done
		expect(await help.broadcasts.send(room, words, speaker)).toEqual(ok({ sent: 3, absent: 2 }));
		expect(await logged()).toHaveLength(1);
		expect(await audited(`room:${room}`)).toEqual(['room.addressed']);
	});

	test('pressed twice at two processes at once it is one', async () => {
		const words = saying();
		const there = helpBy(createAttemptWriter(db, clock));
		const both = await Promise.all(
			[help, there].map(({ broadcasts }) => broadcasts.send(room, words, speaker))
		);
		expect(both).toEqual([ok({ sent: 3, absent: 2 }), ok({ sent: 3, absent: 2 })]);
		expect(await heard()).toEqual([1, 1, 1, 0]);
		expect(await logged()).toHaveLength(1);
	});

	test('an id that is another entry’s is refused: nothing of it is said', async () => {
		const note = { id: randomUUID(), text: '交班' };
		await help.notes.note(room, note, speaker);
		expect(await help.broadcasts.send(room, { ...saying(), id: note.id }, speaker)).toMatchObject({
			error: { code: 'act.id-taken' }
		});
		expect(await heard()).toEqual([0, 0, 0, 0]);
	});

	test('an id under which another person has begun, or with other words, is refused before anybody is told', async () => {
		const gone = helpBy({ applyCommand: () => Promise.reject(new Error('gone')) });
		const words = saying();
		await expect(gone.broadcasts.send(room, words, speaker)).rejects.toThrow('gone');
		const another = { ...speaker, account: randomUUID() };
		const taken = { error: { code: 'act.id-taken' } };
		expect(await help.broadcasts.send(room, words, another)).toMatchObject(taken);
		const other = { ...words, text: '请全部退出' };
		expect(await help.broadcasts.send(room, other, speaker)).toMatchObject(taken);
		expect(await heard()).toEqual([0, 0, 0, 0]);
		expect(await help.broadcasts.send(room, words, speaker)).toMatchObject({ ok: true });
	});

	test('other rooms hear nothing of it', async () => {
		const elsewhere = await addCandidates(db, 1);
		const other = await service.attemptOf(elsewhere.candidates[0] ?? '');
		await help.broadcasts.send(room, saying(), speaker);
		expect(await textsOf(other)).toEqual([]);
		expect(await help.notes.read(elsewhere.room)).toEqual([]);
	});

	test('to 200 it takes a few seconds at most, and a candidate’s command does not wait for it', async () => {
		const many = await addCandidates(db, 200);
		const begun: string[] = [];
		for (const candidate of many.candidates) begun.push(await service.attemptOf(candidate));
		const from = performance.now();
		const sending = help.broadcasts.send(many.room, saying(), speaker);
		const waits: number[] = [];
		for (const attempt of begun.slice(0, 20)) {
			const asked = performance.now();
			await writer.settle(attempt);
			waits.push(performance.now() - asked);
		}
		expect(await sending).toEqual(ok({ sent: 200, absent: 0 }));
		const took = performance.now() - from;
		process.stdout.write(
			`broadcast to 200: ${took.toFixed(0)} ms; others waited ${Math.max(...waits).toFixed(0)} ms at most\n`
		);
		expect(took).toBeLessThan(10_000);
		expect(Math.max(...waits)).toBeLessThan(1500);
	});
});

describe('[I3] notes for whoever takes over', () => {
	test('written twice by the same id there is one, with who and when', async () => {
		const note = { id: randomUUID(), text: '042 的手机换过一次' };
		await Promise.all([1, 2].map(() => help.notes.note(room, note, speaker)));
		expect(await help.notes.read(room)).toEqual([
			{
				...{ id: note.id, kind: 'note', data: { text: note.text }, at: BEFORE },
				by: { account, name: '测试监督甲' }
			}
		]);
		expect(await audited(`room:${room}`)).toEqual(['room.noted']);
		const other = { ...note, text: '别的内容' };
		expect(await help.notes.note(room, other, speaker)).toMatchObject({
			error: { code: 'act.id-taken' }
		});
		expect(await help.notes.note(room, note, speaker)).toEqual(ok(undefined));
		expect(await help.notes.read(room)).toHaveLength(1);
	});
});
