// Real database: what the desk's forms say goes through the machine of all staff, by the desk's permissions.
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import * as v from 'valibot';
import { AccessDenied } from '../../accounts/access.ts';
import type { Person } from '../../accounts/permissions.ts';
import { createPlaces } from '../../accounts/server/place.repository.ts';
import { endedBy, ENDS_AT, event } from '../../attempt/testing/events.ts';
import { ActRequestSchema } from '../../invigilation/act-form.ts';
import { createActsService } from '../../invigilation/server/acts.service.ts';
import { testDatabase } from '../../server/testing/database.ts';
import { silentLog } from '../../shared/log.ts';
import { deskActBody } from '../desk-acts.ts';
import type { DeskAct } from '../desk-view.ts';
import { createDeskWorld } from '../testing/desk-world.ts';

const { db } = await testDatabase();
const world = await createDeskWorld(db);
const { writer, clock, accounts, time } = world;
const acts = createActsService({
	...{ db, writer, clock, log: silentLog, audit: accounts.audit, places: createPlaces(db) },
	hearing: { lastHeard: () => Promise.resolve(0) },
	attemptOf: world.service.attemptOf,
	whyNoAdmission: () => Promise.resolve(null)
});
const here = await world.room(2);
const candidate = here.candidates[0] ?? '';
const tech = await world.staff('technician', { exam: here.exam });
const FROM = '192.0.2.9';

async function look(of = candidate) {
	const view = await world.desk.view(of, { person: tech, address: FROM });
	if (!view.ok || !view.value.attempt) throw new Error('no attempt');
	return view.value.attempt;
}
/** As the form sends it. */
async function press(act: DeskAct, person: Person = tech, id = randomUUID(), saw = look()) {
	const attempt = await saw;
	const { v: _, ...request } = v.parse(ActRequestSchema, {
		...{ v: 1, id, reason: '已核对' },
		...deskActBody(act, { ...attempt, lease: attempt.phone.lease })
	});
	const done = await acts.perform(attempt.id, request, { person, address: FROM });
	return done.ok ? null : done.error.code;
}

test('[C17] a mistake that was reported after the form was opened is not settled by it', async () => {
	const [, another = ''] = here.candidates;
	const colleague = await world.staff('technician', { exam: here.exam });
	const { attempt } = await world.desktop(another);
	const dispute = () =>
		writer.apply(attempt, { ...event('details.disputed', {}), payload: { text: '岗位有误' } });
	await dispute();
	const saw = await look(another);
	await dispute();
	expect(await press('settle-details', colleague, randomUUID(), Promise.resolve(saw))).toBe(
		'act.overtaken'
	);
	expect((await look(another)).dispute?.settledAt).toBeNull();
	expect(await press('settle-details', colleague, randomUUID(), look(another))).toBeNull();
});

test('[I5] a technician settles, unpairs, declares lost and expects again; others only what they may', async () => {
	const { attempt } = await world.desktop(candidate);
	await world.phone(attempt);
	const dispute = { ...event('details.disputed', {}), payload: { text: '岗位有误' } };
	await writer.apply(attempt, dispute);
	const auditor = await world.staff('auditor');
	for (const act of ['settle-details', 'unpair-phone'] as const) {
		await expect(press(act, auditor)).rejects.toThrow(AccessDenied);
		expect((await look()).whyNot[act]).toBeNull();
		expect(await press(act)).toBeNull();
	}
	const settled = await look();
	expect(settled.dispute?.settledAt).not.toBeNull();
	expect(settled.phone).toMatchObject({ lease: null });
	expect(settled.whyNot).toMatchObject({ 'settle-details': 'act.nothing-to-settle' });

	time.now = ENDS_AT;
	await writer.apply(attempt, endedBy('clock', ENDS_AT));
	const id = randomUUID();
	expect(await press('declare-lost', tech, id)).toBeNull();
	// the answer was lost
	expect(await press('declare-lost', tech, id)).toBeNull();
	expect((await look()).lostAt).toBe(ENDS_AT);
	expect(await press('declare-lost')).toBe('attempt.already-lost');
	expect(await press('expect-again')).toBeNull();
	expect((await look()).lostAt).toBeNull();
	const done = (await world.audited(tech)).map(([action]) => action);
	expect(done.filter((action) => !action.startsWith('desk.'))).toEqual([
		...['details.settled', 'phone.unpaired', 'upload.declared-lost', 'act.undone']
	]);
});
