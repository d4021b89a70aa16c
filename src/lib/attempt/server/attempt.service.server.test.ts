import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { presetPolicy } from '../../integrity/presets.ts';
import { testDatabase } from '../../server/testing/database.ts';
import { createPartRegistry } from '../../upload/server/part-registry.ts';
import { attemptsOn } from '../testing/attempts-on.ts';
import { BEFORE, confirmed, digest, ENDS_AT, partHeader, STARTS_AT } from '../testing/events.ts';
import { openLease, openPhone } from '../testing/leases.ts';
import { addCandidates } from '../testing/roster.ts';
import type { WitnessedPart } from './attempt.service.ts';
import { createAttemptWriter } from './attempt-writer.ts';
import type { DeviceGrant } from './tokens.ts';

const { db } = await testDatabase();
let now = BEFORE;
const clock = { now: () => now };
const writer = createAttemptWriter(db, clock);
const registry = createPartRegistry({ db, writer, clock });
const { service } = attemptsOn(db, clock, {
	writer,
	announce: (grant, header) => registry.announceWitnessed(grant, header)
});
const { candidates } = await addCandidates(db, 20);

beforeEach(() => {
	now = BEFORE;
});

function nextCandidate(): string {
	const candidate = candidates.pop();
	if (!candidate) throw new Error('more candidates are needed');
	return candidate;
}

async function device(candidate = nextCandidate()): Promise<DeviceGrant & { candidate: string }> {
	const { attempt, lease } = await openLease({ writer, clock, service }, candidate);
	return { attempt, lease, scope: 'attempt', candidate };
}

async function stateOf(attempt: string) {
	const view = await service.view(attempt);
	if (!view.ok) throw new Error(view.error.code);
	return view.value.state;
}

const command = (fields: object) => ({ id: randomUUID(), clientAt: now, ...fields });
const refusals = async (grant: DeviceGrant, ...commands: { id: string }[]) =>
	(await service.submit(grant, commands)).map((outcome) => outcome.refused);

describe('an attempt', () => {
	test('[C8] another device closes the first, which may only name and upload what it holds', async () => {
		const first = await device();
		const second = await device(first.candidate);
		expect(second.attempt).toBe(first.attempt);
		expect(await refusals(first, command(confirmed))).toEqual(['attempt.lease-closed']);
		const id = randomUUID();
		const parts = [{ id, track: 'camera', bytes: 1, sha256: digest(1) }];
		const manifest = { type: 'manifest.closed', data: { lease: first.lease, parts } };
		expect(await refusals(first, command(manifest))).toEqual([null]);
		const header = { ...partHeader(id, first.lease), attempt: first.attempt };
		expect(await registry.announce(first, header)).toMatchObject({ ok: true });
		expect(await refusals(second, command(confirmed))).toEqual([null]);
	});

	test('later edits of the exam do not touch an attempt that has begun', async () => {
		const { attempt } = await device();
		const before = (await stateOf(attempt)).frozen;
		await db
			.updateTable('sittings')
			.set({ ends_at: ENDS_AT + 60_000 })
			.execute();
		expect((await stateOf(attempt)).frozen).toEqual(before);
		await db.updateTable('sittings').set({ ends_at: ENDS_AT }).execute();
	});
});

test('[C17] a page that was loaded before reports were counted is still told that there is one', async () => {
	const grant = await device();
	expect(await stateOf(grant.attempt)).toMatchObject({ disputed: false, disputes: 0 });
	const report = { type: 'details.disputed', data: {}, payload: { text: '专业有误' } };
	expect(await refusals(grant, command(report))).toEqual([null]);
	expect(await stateOf(grant.attempt)).toMatchObject({ disputed: true, disputes: 1 });
	// in what is told only: nothing of it is kept
	expect((await writer.settle(grant.attempt))?.state).not.toHaveProperty('disputed');
});

test('[C27] an exam that was imported before it had a watch: what it means is frozen whole, for later tables judge nobody anew', async () => {
	await sql`update exams set rules = (rules::jsonb - 'watch')::json`.execute(db);
	const { attempt } = await device();
	const line = await db
		.selectFrom('attempt_events')
		.select('data')
		.where('attempt_id', '=', attempt)
		.where('seq', '=', 0)
		.executeTakeFirstOrThrow();
	expect(JSON.parse(line.data)).toMatchObject({ rules: { watch: presetPolicy('standard') } });
});

describe('commands', () => {
	test('are taken in their order; a refused one holds up nobody', async () => {
		const grant = await device();
		const gate = { type: 'stage.confirmed', data: { stage: 'gate' } };
		expect(await refusals(grant, command(gate), command(confirmed))).toEqual([
			'attempt.wrong-stage',
			null
		]);
	});

	test('one that this server does not know is refused alone', async () => {
		const grant = await device();
		const fromTheFuture = command({ type: 'phone.bound', data: {} });
		const wrong = command({ type: 'interview.ended', data: { by: 'candidate', at: -1 } });
		expect(await refusals(grant, fromTheFuture, wrong, command(confirmed))).toEqual([
			'input.invalid',
			'input.invalid',
			null
		]);
	});

	describe('when something fails in the middle', () => {
		/** The service whose command of this id fails; the rest is the database. */
		const failingAt = (id: string, fault: Error) =>
			attemptsOn(db, clock, {
				announce: (grant, header) => registry.announce(grant, header),
				writer: {
					...writer,
					applyCommand: (attempt, one) =>
						one.id === id ? Promise.reject(fault) : writer.applyCommand(attempt, one)
				}
			}).service;
		const away = new Error('timeout exceeded when trying to connect');
		const gate = { type: 'stage.confirmed', data: { stage: 'gate' } };

		test('what comes behind is not judged as if it had never been said, and all is taken later', async () => {
			const grant = await device();
			const [first, entry] = [command(gate), command(confirmed)];
			now = STARTS_AT + 1000;
			const paper = command({ type: 'paper.opened', data: { at: now } });
			const outcomes = await failingAt(entry.id, away).submit(grant, [first, entry, paper]);
			expect(outcomes).toEqual([{ id: first.id, refused: 'attempt.wrong-stage' }]);
			now = BEFORE;
			expect(await refusals(grant, entry)).toEqual([null]);
			now = STARTS_AT + 1000;
			expect(await refusals(grant, first, entry, paper)).toEqual([
				...['attempt.wrong-stage', null, null]
			]);
		});

		test('nothing taken is no answer', async () => {
			const grant = await device();
			const one = command(confirmed);
			await expect(failingAt(one.id, away).submit(grant, [one, command(gate)])).rejects.toThrow(
				away
			);
		});

		test('data that the database cannot keep is refused alone', async () => {
			const grant = await device();
			const fault = await sql`select ${'a\0b'}::text`.execute(db).then(
				() => new Error('kept'),
				(error: Error) => error
			);
			const bad = command(confirmed);
			expect(await failingAt(bad.id, fault).submit(grant, [bad, command(confirmed)])).toMatchObject(
				[{ refused: 'input.invalid' }, { refused: null }]
			);
		});
	});

	test('[C23] a device ends in the candidate’s name only, and not in the future', async () => {
		const grant = await device();
		await refusals(grant, command(confirmed));
		now = STARTS_AT + 30_000;
		const end = { type: 'interview.ended', data: { by: 'staff', at: now + 60_000 } };
		expect(await refusals(grant, command(end))).toEqual([null]);
		expect((await stateOf(grant.attempt)).ended).toEqual({ by: 'candidate', at: now });
	});

	test('[C9] an entry that a restored server is told again counts from when it was made', async () => {
		const restoredWriter = createAttemptWriter(db, clock, STARTS_AT + 110_000);
		const { service: restored } = attemptsOn(db, clock, {
			writer: restoredWriter,
			announce: (grant, header) => registry.announce(grant, header)
		});
		const grant = await device();
		const entry = command({ ...confirmed, data: { ...confirmed.data, at: 1 } });
		const answer = command({
			...{ type: 'question.answered', data: { question: 1, at: STARTS_AT + 60_000 } }
		});
		now = STARTS_AT + 120_000;
		const outcomes = await restored.submit(grant, [entry, answer]);
		expect(outcomes.map(({ refused }) => refused)).toEqual([null, null]);
		const state = await stateOf(grant.attempt);
		expect(state).toMatchObject({ enteredAt: BEFORE, chapters: [{ question: 1 }] });
	});

	test('[C9] a device does not say itself when it entered', async () => {
		const grant = await device();
		const entry = command({ ...confirmed, data: { ...confirmed.data, at: BEFORE - 60_000 } });
		expect(await refusals(grant, entry)).toEqual([null]);
		expect((await stateOf(grant.attempt)).enteredAt).toBe(BEFORE);
	});

	test('[C11] a phone says what is its own, and so does the desktop', async () => {
		const desktop = await device();
		const phone = await openPhone({ writer, clock }, desktop.attempt);
		const filming = { type: 'phone.filming', data: { since: BEFORE } };
		expect(await refusals(phone, command(confirmed), command(filming))).toEqual([
			...['token.wrong-scope', null]
		]);
		expect(await refusals(desktop, command(filming))).toEqual(['token.wrong-scope']);
		expect(await stateOf(desktop.attempt)).toMatchObject({ enteredAt: null, phone: 'filming' });
	});
});

describe('[C15] witness', () => {
	const witnessOf = (
		grant: DeviceGrant,
		bytes: number,
		id: string = randomUUID()
	): WitnessedPart => ({
		header: { ...partHeader(id, grant.lease), attempt: grant.attempt },
		...{ bytes, sha256: digest(bytes), at: now }
	});
	const kept = (id: string) =>
		db
			.selectFrom('witnesses')
			.select(['attempt_id', 'bytes', 'sha256', 'server_at'])
			.where('part_id', '=', id)
			.orderBy('bytes')
			.execute();

	test('of a part that nobody knew announces it', async () => {
		const grant = await device();
		const one = witnessOf(grant, 1000);
		const head = await service.witness(grant, [one]);
		expect((await stateOf(grant.attempt)).parts[one.header.id]).toMatchObject({ announced: true });
		expect(head?.seq).toBe(2);
		now += 5000;
		await service.witness(grant, [witnessOf(grant, 2000, one.header.id)]);
		expect((await kept(one.header.id)).map((row) => row.bytes)).toEqual([1000, 2000]);
	});

	test('said twice stands as it was said first', async () => {
		const grant = await device();
		const one = witnessOf(grant, 1000);
		await service.witness(grant, [one, one]);
		await service.witness(grant, [{ ...one, sha256: digest(9) }]);
		expect(await kept(one.header.id)).toMatchObject([{ sha256: digest(1000), server_at: now }]);
	});

	test('is carried by the phone for a desktop without a network, also of a part nobody knew', async () => {
		const desktop = await device();
		const phone = await openPhone({ writer, clock }, desktop.attempt);
		const one = witnessOf(desktop, 1000);
		const underItsOwnName = witnessOf(phone, 1000);
		expect(await service.witness(phone, [one, underItsOwnName])).not.toBeNull();
		expect(await kept(one.header.id)).toHaveLength(1);
		expect(await kept(underItsOwnName.header.id)).toEqual([]);
		const { parts } = await stateOf(desktop.attempt);
		expect(parts).toMatchObject({ [one.header.id]: { lease: desktop.lease, track: 'camera' } });
		expect(Object.keys(parts)).toHaveLength(1);
	});

	test('of another attempt’s part is not kept', async () => {
		const [mine, other] = [await device(), await device()];
		const theirs = witnessOf(other, 1000);
		await service.witness(other, [theirs]);
		await service.witness(mine, [
			{ ...theirs, bytes: 2000 },
			witnessOf(mine, 3000, theirs.header.id)
		]);
		expect((await kept(theirs.header.id)).map((row) => row.bytes)).toEqual([1000]);
		expect((await stateOf(mine.attempt)).parts).toEqual({});
	});
});
