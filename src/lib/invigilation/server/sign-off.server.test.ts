// Real database: a room is signed off only when everything is over and judged, once by each, and not twice by a lost
// answer (I4).
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { beforeEach, describe, expect, test } from 'vitest';
import { AccessDenied } from '../../accounts/access.ts';
import { createAudit } from '../../accounts/server/audit.ts';
import { BEFORE, confirmed, ENDS_AT, STARTS_AT } from '../../attempt/testing/events.ts';
import { createLeaseDesk, opened } from '../../attempt/testing/lease-desk.ts';
import { addCandidates } from '../../attempt/testing/roster.ts';
import { createRoomNotes } from '../../help/server/room-notes.service.ts';
import { testDatabase } from '../../server/testing/database.ts';
import { createActsDesk, type KnownActor } from '../testing/acts-desk.ts';
import { ROOM_CHANNEL } from './presence.repository.ts';

const { db, url } = await testDatabase();
const desk = await createLeaseDesk(db, 1);
const { clock, writer, here, service, browser, say } = desk;
const { act, person, signOff } = createActsDesk(db, {
	...{ writer, clock, hearing: here.hearing, attemptOf: service.attemptOf }
});
const notes = createRoomNotes({ db, clock, audit: createAudit(db, clock) });
const [first, second] = [await person('invigilator'), await person('invigilator')];

beforeEach(() => desk.set(BEFORE));

/** A room of one candidate who is in the interview, and one who never came. */
async function aRoom() {
	const { room, candidates } = await addCandidates(db, 2);
	const device = opened(await browser(candidates[0] ?? '').take());
	await say(device, confirmed);
	return { room, device, attempt: device.attempt };
}
const sign = async (room: string, by: KnownActor, id = randomUUID()) => {
	const done = await signOff.sign(room, { id, name: '王监督', remark: '' }, by);
	return done.ok ? null : done.error.code;
};
const entriesOf = (room: string) =>
	db
		.selectFrom('room_log')
		.select(['kind', 'data'])
		.where('room_id', '=', room)
		.orderBy('at')
		.execute();

describe('[I4] a room is signed off', () => {
	test('once nobody is in it any more, every incident judged and every violation reviewed', async () => {
		const { room, device, attempt } = await aRoom();
		desk.set(STARTS_AT + 60_000);
		const data = { kind: 'no-face', from: STARTS_AT, until: STARTS_AT + 40_000, track: null };
		await say(device, { type: 'incident.noted', data, payload: null });
		expect(await sign(room, first)).toBe('room.still-running');
		const view = await signOff.view(room, first.person);
		expect(view?.running.map(({ attempt: one }) => one)).toContain(attempt);

		desk.set(ENDS_AT);
		expect(await sign(room, first)).toBe('room.incidents-open');
		const incident = { act: 'judge-incident', incident: 'no-face-1' } as const;
		const judge = (times: number, review: boolean, by: KnownActor) =>
			act(attempt, { ...incident, verdict: 'violation', review, seen: { times } }, by);
		await judge(0, false, first);
		expect(await sign(room, first)).toBe('room.incidents-open');
		expect((await signOff.view(room, first.person))?.toReview).toMatchObject([{ count: 1 }]);
		await judge(1, true, second);

		expect(await sign(room, first)).toBeNull();
		expect(await entriesOf(room)).toEqual([
			{
				kind: 'signed-off',
				// the upload is still out, which stops nobody and is on record
				data: {
					...{ name: '王监督', remark: '', candidates: 2 },
					...{ uploadsOutstanding: 1, violations: 1 }
				}
			}
		]);
	});

	test('by each person once; a lost answer is no second signature, nor are two presses at once', async () => {
		const { room } = await aRoom();
		desk.set(ENDS_AT);
		const id = randomUUID();
		expect(await Promise.all([sign(room, first, id), sign(room, first, id)])).toEqual([null, null]);
		const both = await Promise.all([sign(room, second), sign(room, second)]);
		expect(both.toSorted()).toEqual([null, 'room.already-signed'].toSorted());
		expect(await sign(room, first)).toBe('room.already-signed');
		expect(await entriesOf(room)).toHaveLength(2);
	});

	test('and taken back by who signed, with a reason, and signed again', async () => {
		const { room } = await aRoom();
		desk.set(ENDS_AT);
		const entry = randomUUID();
		await sign(room, first, entry);
		const withdraw = async (by: KnownActor, id = randomUUID()) => {
			const request = { id, entry, reason: '漏看一条' };
			const done = await signOff.withdraw(room, request, by);
			return done.ok ? null : done.error.code;
		};
		expect(await withdraw(second)).toBe('act.nothing-to-undo');
		const id = randomUUID();
		expect([await withdraw(first, id), await withdraw(first, id)]).toEqual([null, null]);
		expect(await withdraw(first)).toBe('act.nothing-to-undo');
		desk.wait(1);
		expect(await sign(room, first)).toBeNull();
		const view = await signOff.view(room, first.person);
		expect(view?.signatures.map(({ withdrawn }) => withdrawn?.reason ?? null)).toEqual([
			'漏看一条',
			null
		]);
		const audited = await db
			.selectFrom('audit_log')
			.select('action')
			.where('target', '=', `room:${room}`)
			.orderBy('id')
			.execute();
		expect(audited.map(({ action }) => action)).toEqual([
			...['room.signed', 'room.sign-off-withdrawn', 'room.signed']
		]);
	});

	test('under an id of its own: another room’s, person’s, kind’s or words’ is refused, the same is answered again', async () => {
		const [one, other] = [await aRoom(), await aRoom()];
		desk.set(ENDS_AT);
		const id = randomUUID();
		expect(await sign(one.room, first, id)).toBeNull();
		expect(await sign(other.room, first, id)).toBe('act.id-taken');
		expect(await sign(one.room, second, id)).toBe('act.id-taken');
		const said = { id, name: '王监督', remark: '有一人迟到' };
		expect(await signOff.sign(one.room, said, first)).toMatchObject({
			error: { code: 'act.id-taken' }
		});
		expect(await sign(one.room, first, id)).toBeNull();
		expect(await entriesOf(one.room)).toHaveLength(1);
		const note = { id: randomUUID(), text: '交接' };
		const { account } = first.person;
		await notes.note(other.room, note, { account, address: first.address });
		expect(await sign(other.room, first, note.id)).toBe('act.id-taken');
		expect(await entriesOf(other.room)).toMatchObject([{ kind: 'note' }]);
		// at once, where neither sees the other's entry
		const both = randomUUID();
		const answers = await Promise.all([
			sign(one.room, second, both),
			sign(other.room, second, both)
		]);
		expect(new Set(answers)).toEqual(new Set([null, 'act.id-taken']));
	});

	test('and whoever has the room before them hears of it, and of its withdrawal, once each', async () => {
		const { room } = await aRoom();
		desk.set(ENDS_AT);
		const told: (string | undefined)[] = [];
		const client = new pg.Client(url);
		client.on('notification', ({ payload }) => told.push(payload));
		await client.connect();
		await client.query(`listen ${ROOM_CHANNEL}`);
		/** All there was to hear: what is announced comes in the order in which it was committed. */
		const heard = async (): Promise<unknown[]> => {
			await client.query(`notify ${ROOM_CHANNEL}, 'end'`);
			await expect.poll(() => told.at(-1)).toBe('end');
			return told.splice(0);
		};
		const entry = randomUUID();
		for (const _ of [1, 2]) await sign(room, first, entry);
		expect(await heard()).toEqual([room, 'end']);
		await signOff.withdraw(room, { id: randomUUID(), entry, reason: '漏看一条' }, first);
		expect(await heard()).toEqual([room, 'end']);
		await client.end();
	});

	test('by nobody else', async () => {
		const { room } = await aRoom();
		const elsewhere = await person('invigilator', randomUUID());
		for (const by of [elsewhere, await person('technician'), await person('administrator')])
			await expect(sign(room, by)).rejects.toThrow(AccessDenied);
		expect(await sign(randomUUID(), first)).toBe('room.not-found');
	});
});
