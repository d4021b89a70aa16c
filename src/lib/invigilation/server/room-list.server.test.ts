// Real database: what the list of rooms tells whom. Who only supports a room learns where its candidates are, and nothing
// of what was noticed about them.
import { expect, test } from 'vitest';
import type { Person } from '../../accounts/permissions.ts';
import type { AttemptEvent } from '../../attempt/events.ts';
import { NO_INCIDENTS } from '../../integrity/incident-summary.ts';
import { seedAttempt, seedRoom, seedStaff, STARTS_AT } from '../../recording/testing/seed.ts';
import { testDatabase } from '../../server/testing/database.ts';
import { writePresence } from './presence.repository.ts';
import { createRoomListService } from './room-list.service.ts';

const { db } = await testDatabase();
const now = STARTS_AT + 130_000;
const lists = createRoomListService({ db, clock: { now: () => now } });

const noted = (key: string): AttemptEvent => ({
	type: 'incident.noted',
	data: {
		...({ id: key, kind: 'camera-covered', track: 'camera' } as const),
		...{ from: STARTS_AT + 10_000, until: STARTS_AT + 60_000 }
	}
});
const [ONE, OTHER] = [
	'00000000-0000-4000-8000-000000000001',
	'00000000-0000-4000-8000-000000000002'
];
const RUNNING: readonly { at: number; event: AttemptEvent }[] = [
	{ at: STARTS_AT - 60_000, event: { type: 'stage.confirmed', data: { stage: 'devices' } } },
	{ at: STARTS_AT, event: { type: 'interview.started', data: { by: 'clock' } } }
];
const judged: AttemptEvent = {
	type: 'incident.judged',
	data: { incident: ONE, verdict: 'violation', review: false }
};
const at = STARTS_AT + 61_000;

const room = await seedRoom(db);
await seedAttempt(db, room, '测试考生甲', RUNNING);
await seedAttempt(db, room, '测试考生乙', [
	...RUNNING,
	{ at, event: noted(ONE) },
	{ at, event: judged }
]);
const noticed = [...RUNNING, { at, event: noted(ONE) }, { at, event: noted(OTHER) }];
const { attempt } = await seedAttempt(db, room, '测试考生丙', noticed);
const said = (type: 'help.sent' | 'help.answered', data: object) =>
	({ at, event: { type, data } as AttemptEvent }) as const;
await seedAttempt(db, room, '测试考生丁', [
	...RUNNING,
	said('help.sent', { at }),
	said('help.answered', {}),
	said('help.sent', { at }),
	// what the whole room is told answers nobody
	said('help.answered', { broadcast: ONE })
]);
await seedAttempt(db, room, '测试考生戊', [
	...RUNNING,
	said('help.sent', { at }),
	said('help.answered', {})
]);
const invigilator = await seedStaff(db, 'invigilator', room);
await writePresence(
	db,
	[{ room: room.room, account: invigilator.account, attempt, opens: true }],
	now
);

async function listed(person: Person) {
	const [only] = (await lists.read(person, room.sitting)).rooms;
	if (!only) throw new Error('the room is not listed');
	const needs = only.candidates.map(({ name, need }) => [name, need] as const);
	return { needs: Object.fromEntries(needs), ...only };
}

test.each(['invigilator', 'administrator', 'auditor'] as const)(
	'[I1][I3] %s reads what was noticed, who has no answer, and who is present',
	async (role) => {
		const { needs, people, candidates } = await listed(await seedStaff(db, role, room));
		expect(needs).toEqual({
			测试考生甲: 'running',
			测试考生乙: 'to-review',
			测试考生丙: 'incidents',
			测试考生丁: 'unread',
			测试考生戊: 'running'
		});
		expect(people).toMatchObject([{ account: invigilator.account, attempt }]);
		expect(candidates.slice(0, 2).map(({ incidents }) => incidents.toJudge)).toEqual([0, 2]);
	}
);

test.each([
	['invigilator', true],
	['administrator', true],
	['auditor', true],
	['technician', false]
] as const)('[I2] whether the pages of its candidates open for %s: %s', async (role, opens) => {
	const { mayOpen } = await listed(await seedStaff(db, role, room));
	expect(mayOpen).toBe(opens);
});

test('[I5] a technician learns nothing of incidents, verdicts, messages and who looks at whom, not by the order either', async () => {
	const { needs, people, candidates } = await listed(await seedStaff(db, 'technician', room));
	expect(new Set(Object.values(needs))).toEqual(new Set(['running']));
	expect(people).toEqual([]);
	expect(candidates.map(({ incidents }) => incidents)).toEqual(candidates.map(() => NO_INCIDENTS));
	expect(candidates).toEqual(
		candidates.toSorted((a, b) => Number(a.admission > b.admission) * 2 - 1)
	);
	expect(candidates.map(({ stage }) => stage)).toEqual(candidates.map(() => 'answer'));
});
