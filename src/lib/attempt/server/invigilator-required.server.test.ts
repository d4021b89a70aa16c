// Real database: a room that demands a present invigilator opens only with one (I4), also for who comes late (C9) and
// after a restored backup.
import { beforeEach, describe, expect, test } from 'vitest';
import { testDatabase } from '../../server/testing/database.ts';
import { attemptsOn } from '../testing/attempts-on.ts';
import { BEFORE, confirmed, FROZEN, STARTS_AT } from '../testing/events.ts';
import { createLeaseDesk, grantOf } from '../testing/lease-desk.ts';
import { createAttemptWriter } from './attempt-writer.ts';

const { db } = await testDatabase();
const desk = await createLeaseDesk(db, 10);
const { clock, service, twoDevices, stateOf, say } = desk;
const rules = JSON.stringify({ ...FROZEN.rules, invigilator: 'required' });
await db.updateTable('exams').set({ rules }).execute();

const setOpen = (opened_at: number | null) => db.updateTable('rooms').set({ opened_at }).execute();
const invigilatorOf = async (attempt: string) => {
	const view = await service.view(attempt);
	return view.ok ? view.value.invigilator : view.error.code;
};

beforeEach(async () => {
	desk.set(BEFORE);
	await setOpen(null);
});

describe('[I4] entry', () => {
	test('is refused until an invigilator has been there; the page is told which it is', async () => {
		const { first, attempt } = await twoDevices();
		expect(await invigilatorOf(attempt)).toBe('awaited');
		expect(await say(first, confirmed)).toBe('attempt.no-invigilator');
		expect((await stateOf(attempt)).enteredAt).toBeNull();
		await setOpen(BEFORE);
		expect(await invigilatorOf(attempt)).toBe('here');
		expect(await say(first, confirmed)).toBeNull();
		expect((await stateOf(attempt)).enteredAt).toBe(BEFORE);
	});

	test('[C9] of who comes late is too; before that, what time says comes first', async () => {
		const { first, attempt } = await twoDevices();
		desk.set(STARTS_AT + FROZEN.rules.loginClosesAfterMs - 1000);
		await db
			.updateTable('sittings')
			.set({ ends_at: STARTS_AT + 3_600_000 })
			.execute();
		expect(await say(first, confirmed)).toBe('attempt.no-invigilator');
		desk.set(BEFORE - FROZEN.rules.entryOpensBeforeMs);
		expect(await say(first, confirmed)).toBe('attempt.entry-not-open');
		expect((await stateOf(attempt)).enteredAt).toBeNull();
	});

	test('that a restored server is told again is none of it: nobody is shut out of their interview', async () => {
		const { first, attempt } = await twoDevices();
		const restoredAt = BEFORE + 5000;
		desk.set(BEFORE + 10_000);
		const { service: restored } = attemptsOn(db, clock, {
			writer: createAttemptWriter(db, clock, restoredAt)
		});
		const told = (id: string, clientAt: number) =>
			restored.submit(grantOf(first), [{ id, clientAt, ...confirmed }]);
		const now = '00000000-0000-4000-8000-000000000001';
		expect(await told(now, clock.now())).toEqual([{ id: now, refused: 'attempt.no-invigilator' }]);
		const again = '00000000-0000-4000-8000-000000000002';
		expect(await told(again, BEFORE)).toEqual([{ id: again, refused: null }]);
		expect((await stateOf(attempt)).enteredAt).toBe(BEFORE);
	});
});
