// Real database: a person lets a candidate do without the phone, with a reason on record (I4, C14).
import { beforeEach, describe, expect, test } from 'vitest';
import { BEFORE, confirmed, ENDS_AT } from '../../attempt/testing/events.ts';
import { createPairingDesk, refusalOf } from '../../evidence/testing/pairing-desk.ts';
import { testDatabase } from '../../server/testing/database.ts';
import { because, createActsDesk } from '../testing/acts-desk.ts';

const { db } = await testDatabase();
const desk = await createPairingDesk(db, 10);
const { clock, writer, here, service, twoDevices, stateOf, logOf, say } = desk;
const { acts, person, view } = createActsDesk(db, {
	...{ writer, clock, hearing: here.hearing, attemptOf: service.attemptOf }
});
const invigilator = await person('invigilator');
const { account } = invigilator.person;

beforeEach(() => desk.set(BEFORE));

const waive = async (attempt: string, act = because()) =>
	refusalOf(await acts.perform(attempt, { act: 'waive-phone', ...act }, invigilator));
const whyNot = async (attempt: string) => (await view(attempt, invigilator)).whyNot['waive-phone'];

describe('[I4] the phone is waived', () => {
	test('[C14] which lets the candidate in without one', async () => {
		const { first, attempt } = await twoDevices();
		expect(await say(first, confirmed)).toBe('attempt.phone-needed');
		expect(await whyNot(attempt)).toBeNull();
		expect(await waive(attempt)).toBeNull();
		expect(await stateOf(attempt)).toMatchObject({ phone: 'waived', phoneWaived: true });
		expect(await say(first, confirmed)).toBeNull();
	});

	test('with reason and account beside the line and an audit line, once however often it is pressed', async () => {
		const { attempt } = await twoDevices();
		const act = because();
		const both = await Promise.all([waive(attempt, act), waive(attempt, act)]);
		expect(both).toEqual([null, null]);
		expect(await waive(attempt)).toBe('evidence.already-waived');
		expect(await whyNot(attempt)).toBe('evidence.already-waived');
		expect(await logOf(attempt)).toEqual(['attempt.frozen', 'lease.opened', 'phone.waived']);
		const beside = await db
			.selectFrom('attempt_payloads')
			.select('content')
			.where('attempt_id', '=', attempt)
			.execute();
		expect(beside.map(({ content }) => JSON.parse(content) as unknown)).toEqual([
			{ reason: act.reason, account }
		]);
		const audited = await db
			.selectFrom('audit_log')
			.select(['action', 'account_id'])
			.where('target', '=', `attempt:${attempt}`)
			.execute();
		expect(audited).toEqual([{ action: 'phone.waived', account_id: account }]);
	});

	test('while one films: it films on', async () => {
		const mine = await desk.desktop();
		const { attempt, lease } = await desk.bind(await desk.code(mine));
		await writer.apply(attempt, { type: 'phone.filming', data: { since: BEFORE } }, { lease });
		expect(await waive(attempt)).toBeNull();
		expect(await stateOf(attempt)).toMatchObject({ phone: 'filming', phoneWaived: true });
	});

	test('which is nothing to do where the exam or the candidate does without one, nor after the end', async () => {
		const over = await twoDevices();
		await desk.setRules({ phone: 'waived' });
		const without = await twoDevices();
		await desk.setRules({});
		const exempt = desk.nextCandidate();
		await db
			.updateTable('candidates')
			.set({ exempt: ['phone'] })
			.where('id', '=', exempt)
			.execute();
		const letOff = await desk.desktop(exempt);
		expect(await waive(without.attempt)).toBe('evidence.already-waived');
		expect(await waive(letOff.attempt)).toBe('evidence.already-waived');
		desk.set(ENDS_AT);
		expect(await waive(over.attempt)).toBe('attempt.already-ended');
		expect(await logOf(over.attempt)).not.toContain('phone.waived');
	});
});
