// What a phone is told of its attempt, and what it is not.
import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import * as v from 'valibot';
import { attemptsOn } from '../../attempt/testing/attempts-on.ts';
import {
	announced,
	BEFORE,
	confirmed,
	ENDS_AT,
	event,
	filming,
	FROZEN,
	manifest,
	partHeader,
	phoneManifest,
	STARTS_AT,
	swept,
	verified
} from '../../attempt/testing/events.ts';
import { openLease, openPhone } from '../../attempt/testing/leases.ts';
import { addCandidates } from '../../attempt/testing/roster.ts';
import type { AttemptEvent } from '../../attempt/events.ts';
import type { DeviceGrant } from '../../attempt/server/tokens.ts';
import { testDatabase } from '../../server/testing/database.ts';
import { PhoneStateSchema } from '../phone-state.ts';
import { createPhoneStates } from './phone-state.service.ts';

const { db } = await testDatabase();
let now = BEFORE;
const clock = { now: () => now };
const { writer, service: attempts } = attemptsOn(db, clock);
const states = createPhoneStates({ db, writer });
const { candidates } = await addCandidates(db, 10);

beforeEach(() => {
	now = BEFORE;
});

async function bound() {
	const desktop = await openLease({ writer, clock, service: attempts }, candidates.pop() ?? '');
	const phone = await openPhone({ writer, clock }, desktop.attempt);
	return { desktop, phone };
}
async function read(grant: DeviceGrant) {
	const state = await states.read(grant);
	if (!state.ok) throw new Error(state.error.code);
	return state.value;
}
async function say(attempt: string, ...events: readonly AttemptEvent[]): Promise<void> {
	for (const one of events) expect(await writer.apply(attempt, one)).toMatchObject({ ok: true });
}
const text = { type: 'help.sent', data: { at: BEFORE }, payload: { text: '私下的话' } } as const;

describe('[C11] a phone is told', () => {
	test('exactly what its schema names, and nothing of the person, the talk or the answers', async () => {
		const { desktop, phone } = await bound();
		await say(desktop.attempt, swept(), filming(BEFORE), confirmed, text);
		now = STARTS_AT + 5000;
		await say(desktop.attempt, event('question.answered', { question: 1, at: now }));
		const told = { ...(await read(phone)), epoch: 'epoch-1', now };
		expect(v.parse(v.strictObject(PhoneStateSchema.entries), told)).toEqual(told);
		for (const entry of ['exam', 'head', 'sweep', 'encoding'] as const) {
			const schema = PhoneStateSchema.entries[entry];
			const of = 'wrapped' in schema ? schema.wrapped : schema;
			expect(Object.keys(told[entry] ?? {}).sort()).toEqual(Object.keys(of.entries).sort());
		}
		for (const secret of ['测试考生甲', '00000019900101001X', '私下的话', 'chapters', 'guidance'])
			expect(JSON.stringify(told)).not.toContain(secret);
	});

	test('where the attempt stands, the clock’s decisions included', async () => {
		const { desktop, phone } = await bound();
		expect(await read(phone)).toMatchObject({
			...{ attempt: desktop.attempt, lease: phone.lease, phone: 'bound', inCharge: true },
			exam: { title: FROZEN.texts.title, kind: 'mock', supportPhone: '000' },
			...{ startsAt: STARTS_AT, endsAt: ENDS_AT, enteredAt: null, endedAt: null, sweep: null },
			...{ manifest: false, verified: [], desktopDone: false, published: false }
		});
		await say(desktop.attempt, swept(), filming(BEFORE), confirmed);
		await say(desktop.attempt, event('time.granted', { ms: 60_000 }));
		now = STARTS_AT;
		expect(await read(phone)).toMatchObject({
			...{ phone: 'filming', enteredAt: BEFORE, startedAt: STARTS_AT, endsAt: ENDS_AT + 60_000 },
			sweep: { way: 'sensor', sectors: 11, ms: 30_000, faceShare: 0.8 }
		});
		now = ENDS_AT + 60_000;
		expect((await read(phone)).endedAt).toBe(now);
	});

	test('that another one is in charge, when it was replaced', async () => {
		const { desktop, phone } = await bound();
		const next = await openPhone({ writer, clock }, desktop.attempt);
		expect(await read(phone)).toMatchObject({
			...{ inCharge: false, unpaired: false },
			lease: phone.lease
		});
		expect(await read(next)).toMatchObject({ inCharge: true });
		await say(desktop.attempt, event('lease.closed', { lease: next.lease, reason: 'staff' }));
		expect(await read(next)).toMatchObject({ inCharge: false, unpaired: true });
		// the first one lost its place to another phone; that this is gone too is nothing to it
		expect(await read(phone)).toMatchObject({ inCharge: false, unpaired: true });
	});

	test('[P6] what of it has arrived, and whether the computer is through', async () => {
		const { desktop, phone } = await bound();
		const [camera, film, missing] = [randomUUID(), randomUUID(), randomUUID()];
		const evidence = (id: string) =>
			event('part.announced', { ...partHeader(id, phone.lease), track: 'evidence' });
		await say(desktop.attempt, announced(camera, desktop.lease), evidence(film), verified(film));
		now = ENDS_AT;
		await say(desktop.attempt, manifest(desktop.lease, [camera]));
		expect(await read(phone)).toMatchObject({ verified: [film], desktopDone: false });
		await say(desktop.attempt, evidence(missing), verified(camera));
		expect(await read(phone)).toMatchObject({ desktopDone: true, manifest: false });
		await say(desktop.attempt, phoneManifest(phone.lease, [film, missing]));
		expect(await read(phone)).toMatchObject({ manifest: true, verified: [film] });
	});

	test('nothing of what is not there', async () => {
		const nobody = { attempt: randomUUID(), lease: randomUUID(), scope: 'evidence' } as const;
		expect(await states.read(nobody)).toMatchObject({ error: { code: 'attempt.not-found' } });
	});
});
