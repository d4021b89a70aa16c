// Real database: how much of a long log the page of one candidate is told at once (I2).
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { AttemptEvent } from '../../attempt/events.ts';
import { seedAttempt, seedRoom, seedStaff, STARTS_AT } from '../../recording/testing/seed.ts';
import { testDatabase } from '../../server/testing/database.ts';
import type { CandidateView } from '../candidate-view.ts';
import { FROM_THE_FIRST } from '../candidate-request.ts';
import { candidateViewsOn } from '../testing/candidate-views.ts';
import type { ActedOn } from './acts.repository.ts';
import { readLines } from './candidate-view.repository.ts';
import { readTiles } from './tile.repository.ts';

const { db } = await testDatabase();
let actedOn: ActedOn | undefined;
const views = candidateViewsOn(db, {
	acts: {
		view(_attempt, _person, read) {
			actedOn = read;
			return Promise.resolve({} as CandidateView['acts']);
		}
	}
});
const room = await seedRoom(db);
const auditor = await seedStaff(db, 'auditor', null);

/** @returns the attempt with 1,002 lines more behind what it has */
async function seedLong(name: string, before: Parameters<typeof seedAttempt>[3], type: string) {
	const long = await seedAttempt(db, room, name, before);
	await sql`
		insert into attempt_events
			select (json_populate_record(line, json_build_object('seq', 9000 + n,
				'type', ${type}::text, 'data', '{}'))).*
			from attempt_events line, generate_series(0, 1001) n
			where line.attempt_id = ${long.attempt} and line.seq = 0`.execute(db);
	return long;
}

const DECISIONS: readonly { readonly at: number; readonly event: AttemptEvent }[] = [
	{ at: STARTS_AT, event: { type: 'warning.given', data: { id: randomUUID() } } },
	{
		at: STARTS_AT + 1000,
		event: {
			type: 'incident.judged',
			data: { incident: randomUUID(), verdict: 'noted', review: false }
		}
	}
];

test('[I2] of a long log the latest thousand lines and all decisions are told, and that there are older ones', async () => {
	const long = await seedLong('测试考生长', DECISIONS, 'help.answered');
	const after = (known: number) => readLines(db, long.attempt, known, 20_000);
	const { lines, older } = await after(FROM_THE_FIRST);
	expect([lines.length, older]).toEqual([1002, true]);
	expect(lines.slice(0, 3).map(({ type }) => type)).toEqual([
		'warning.given',
		'incident.judged',
		'help.answered'
	]);
	expect([lines[2]?.seq, lines.at(-1)?.seq]).toEqual([9002, 10_001]);
	// after a long blindness there would be a hole, and it is said; with one line fewer there is none
	expect(await after(9000)).toMatchObject({ older: true });
	const whole = await after(9001);
	expect([whole.lines.length, whole.older]).toEqual([1000, false]);
	const { seq } = await db
		.updateTable('attempts')
		.set({ head_seq: 10_001 })
		.where('id', '=', long.attempt)
		.returning('head_seq as seq')
		.executeTakeFirstOrThrow();
	expect(await views.read(long.attempt, auditor, FROM_THE_FIRST)).toMatchObject({
		value: { seq, older: true }
	});
	expect(await views.read(long.attempt, auditor, seq)).toMatchObject({
		value: { older: false, lines: [] }
	});
});

test('[C34][C17] of a long log what the candidate has said to incidents is told whole, of reported mistakes the latest hundred', async () => {
	const noted: AttemptEvent = {
		type: 'incident.noted',
		data: { id: randomUUID(), kind: 'looking-away', track: 'camera', from: STARTS_AT, until: null }
	};
	const commented = {
		type: 'incident.commented',
		data: { incident: noted.data.id ?? '' }
	} as const;
	const disputed = { type: 'details.disputed', data: {} } as const;
	const before = [noted, commented, commented, ...Array<typeof disputed>(102).fill(disputed)];
	const long = await seedLong(
		'测试考生说',
		before.map((event, n) => ({ at: STARTS_AT + n, event })),
		'help.answered'
	);
	const { lines } = await readLines(db, long.attempt, FROM_THE_FIRST, 20_000);
	const told = (type: string) => lines.filter((line) => line.type === type);
	expect(told('incident.commented').map(({ data }) => data)).toEqual([
		commented.data,
		commented.data
	]);
	const mistakes = told('details.disputed').map(({ seq }) => seq);
	expect([mistakes.length, told('incident.noted').length]).toEqual([100, 0]);
	expect((mistakes[0] ?? 0) - (told('incident.commented').at(-1)?.seq ?? 0)).toBe(3);
	// behind what the page has there is nothing to tell again
	const later = await readLines(db, long.attempt, 9500, 20_000);
	expect(new Set(later.lines.map(({ type }) => type))).toEqual(new Set(['help.answered']));
});

test('[I3] messages without an answer are as many as on the wall, also those behind the latest thousand lines', async () => {
	const asked = { type: 'help.sent', data: { at: STARTS_AT } } as const;
	const before = [
		{ at: STARTS_AT, event: asked },
		{ at: STARTS_AT + 1000, event: { type: 'help.answered', data: {} } as const },
		{ at: STARTS_AT + 2000, event: asked },
		{ at: STARTS_AT + 3000, event: asked }
	];
	const long = await seedLong('测试考生问', before, 'phone.filming');
	await db
		.updateTable('attempts')
		.set({ head_seq: 10_001 })
		.where('id', '=', long.attempt)
		.execute();
	const told = await views.read(long.attempt, auditor, FROM_THE_FIRST);
	if (!told.ok) throw new Error(told.error.code);
	expect(told.value.lines.map(({ type }) => type)).not.toContain('help.sent');
	const [tile] = await readTiles(db, { attempts: [long.attempt] }, STARTS_AT);
	expect([told.value.unread, tile?.facts.attempt?.unread]).toEqual([2, 2]);
});

test('[I4] acts are of the state that the lines are of: nothing is settled that nobody has read', async () => {
	const told = await seedAttempt(db, room, '测试考生新', DECISIONS);
	const read = await views.read(told.attempt, auditor, FROM_THE_FIRST);
	const warned = read.ok ? read.value.warnings : undefined;
	expect(warned).toHaveLength(1);
	expect(Object.keys(actedOn?.state.warnings ?? {})).toEqual(warned?.map(({ id }) => id));
});
