// Real database: whom the desk finds and opens, what it shows, what it never shows, and that each look is on record.
import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { AccessDenied, LoginRequired } from '../../accounts/access.ts';
import type { Person } from '../../accounts/permissions.ts';
import {
	announced,
	BEFORE,
	event,
	partHeader,
	swept,
	verified
} from '../../attempt/testing/events.ts';
import type { Passport } from '../../integrity/passport.ts';
import { testDatabase } from '../../server/testing/database.ts';
import { MAX_HITS } from '../desk-query.ts';
import { createDeskWorld, type DeskRoom } from '../testing/desk-world.ts';

const { db } = await testDatabase();
const world = await createDeskWorld(db);
const { desk, writer, time } = world;
const FROM = '192.0.2.9';

const here = await world.room(6);
const nextDoor = await world.nextRoom(here);
const elsewhere = await world.room(2);
const mine = await world.staff('technician', { exam: here.exam });

beforeEach(() => {
	time.now = BEFORE;
});

const firstOf = ({ candidates }: DeskRoom, at = 0): string => candidates[at] ?? '';
async function find(typed: string, person: Person | null = mine): Promise<string[]> {
	const found = await desk.search(typed, { person, address: FROM });
	if (!found.ok) throw new Error(found.error.code);
	return found.value.hits.map(({ candidate }) => candidate);
}
async function open(candidate: string, person: Person | null = mine) {
	const view = await desk.view(candidate, { person, address: FROM });
	if (!view.ok) throw new Error(view.error.code);
	return view.value;
}
const attemptOf = async (candidate: string) => {
	const { attempt } = await open(candidate);
	if (!attempt) throw new Error('no attempt');
	return attempt;
};

describe('the search', () => {
	test('[I5] finds by name, admission number and the end of the ID number', async () => {
		const candidate = firstOf(here);
		await world.rename(candidate, {
			...{ name: '欧阳测试', id_number: '00000019900101778X', admission: 'ZK-7781' }
		});
		for (const typed of [
			'欧阳',
			'测试',
			'zk-7781',
			'7781',
			'778x',
			'００００００１９９００１０１７７８Ｘ'
		])
			expect(await find(typed), typed).toContain(candidate);
		expect(await find('欧阳')).toEqual([candidate]);
		expect(await find('778X')).toEqual([candidate]);
		// three digits of an ID number tell nobody apart, and what is inside it is not looked at
		for (const typed of ['78X', '0101', '不在', '1778X', '01778x', '0000019900101778X'])
			expect(await find(typed), typed).toEqual([]);
	});

	test('[I5] takes signs for themselves', async () => {
		await world.rename(firstOf(here, 1), { name: '百分%之' });
		expect(await find('分%')).toEqual([firstOf(here, 1)]);
		expect(await find('%%')).toEqual([]);
		expect(await find('__')).toEqual([]);
	});

	test('[I5] looks only where the person’s roles reach', async () => {
		for (const [at, room] of [here, nextDoor, elsewhere].entries())
			await world.rename(firstOf(room, room === here ? 2 : 0), { name: `同名考生${String(at)}` });
		const room = await world.staff('technician', { exam: here.exam, room: here.room });
		const other = await world.staff('technician', { exam: elsewhere.exam });
		const all = await world.staff('auditor');
		expect(new Set(await find('同名考生'))).toEqual(new Set([firstOf(here, 2), firstOf(nextDoor)]));
		expect(await find('同名考生', room)).toEqual([firstOf(here, 2)]);
		expect(await find('同名考生', other)).toEqual([firstOf(elsewhere)]);
		expect(await find('同名考生', all)).toHaveLength(3);
		// who watches another room, too, does not search there
		const both = {
			...room,
			grants: [...room.grants, { role: 'invigilator' as const, exam: null, room: null }]
		};
		expect(await find('同名考生', both)).toEqual([firstOf(here, 2)]);
		const watcher = await world.staff('invigilator');
		await expect(find('同名考生', watcher)).rejects.toThrow(AccessDenied);
		await expect(find('同名考生', null)).rejects.toThrow(LoginRequired);
	});

	test('[I5] is bounded, and says so; the whole number comes first', async () => {
		const crowd = await world.room(MAX_HITS + 5);
		const tech = await world.staff('technician', { exam: crowd.exam });
		await world.rename(firstOf(crowd, 40), { admission: '2026' });
		const found = await desk.search('2026', { person: tech, address: FROM });
		if (!found.ok) throw new Error(found.error.code);
		expect(found.value.more).toBe(true);
		expect(found.value.hits).toHaveLength(MAX_HITS);
		expect(found.value.hits[0]?.candidate).toBe(firstOf(crowd, 40));
		const short = await desk.search('甲', { person: tech, address: FROM });
		expect(short).toMatchObject({ ok: false, error: { code: 'input.invalid' } });
	});

	test('[I5] shows stage, phone and what is missing, without reading the whole', async () => {
		const candidate = firstOf(elsewhere, 1);
		await world.rename(candidate, { name: '列表考生' });
		const all = await world.staff('technician');
		const none = await desk.search('列表考生', { person: all, address: FROM });
		expect(none).toMatchObject({ value: { hits: [{ stage: null, phone: null, missing: 0 }] } });
		const { attempt, lease } = await world.desktop(candidate);
		const [film, gone] = [randomUUID(), randomUUID()];
		for (const one of [announced(film, lease), announced(gone, lease), verified(film)])
			await writer.apply(attempt, one);
		const found = await desk.search('列表考生', { person: all, address: FROM });
		expect(found).toMatchObject({
			value: { hits: [{ stage: 'devices', phone: 'waived', missing: 1, lost: false }] }
		});
		expect(JSON.stringify(found)).not.toMatch(/frozen|incidents|idNumber|id_number|place/);
	});

	test('[I5] is not asked more than thirty times a minute by one account', async () => {
		const [tech, colleague] = [await world.staff('technician'), await world.staff('technician')];
		for (let n = 0; n < 30; n++) await find('欧阳', tech);
		await expect(find('欧阳', tech)).rejects.toThrow('desk.too-many-searches');
		await find('欧阳', colleague);
		time.now = BEFORE + 60_000;
		await find('欧阳', tech);
	});

	test('[I5] leaves a line without what was typed or who was found', async () => {
		const tech = await world.staff('technician', { exam: here.exam });
		await find('欧阳', tech);
		await find('778X', tech);
		await find('没有这个人', tech);
		expect(await world.audited(tech)).toEqual([
			['desk.searched', 'search:words:1'],
			['desk.searched', 'search:digits:1'],
			['desk.searched', 'search:words:0']
		]);
	});
});

describe('the desk of one candidate', () => {
	test('[I5] is opened where the person’s roles reach, and is not found elsewhere', async () => {
		const room = await world.staff('technician', { exam: here.exam, room: here.room });
		await expect(open(firstOf(nextDoor), room)).rejects.toThrow(AccessDenied);
		await expect(open(firstOf(elsewhere))).rejects.toThrow(AccessDenied);
		await expect(open(firstOf(here), null)).rejects.toThrow(LoginRequired);
		await expect(open(firstOf(here), await world.staff('invigilator'))).rejects.toThrow(
			AccessDenied
		);
		await expect(open(randomUUID())).rejects.toThrow('candidate.not-found');
		await expect(open('no-id')).rejects.toThrow('candidate.not-found');
		expect(await world.audited(room)).toEqual([]);
	});

	test('[I5] shows who has not begun, and when the login opens', async () => {
		const view = await open(firstOf(here, 3));
		expect(view).toMatchObject({ attempt: null, sessions: [], candidate: { idEnd: '001X' } });
		expect(view.login).toMatchObject({ window: 'open' });
		expect(view.may).toEqual({
			...{ password: true, handIn: true },
			acts: {
				...{ 'settle-details': true, 'unpair-phone': true },
				...{ 'declare-lost': true, 'expect-again': true }
			}
		});
		const auditor = await world.staff('auditor');
		const { may } = await open(firstOf(here, 3), auditor);
		expect([may.password, may.handIn, ...Object.values(may.acts)]).not.toContain(true);
	});

	test('[I5] is one line in the audit log for ten minutes, a candidate and a person', async () => {
		const [one, other] = [firstOf(here, 2), firstOf(here, 3)];
		const tech = await world.staff('technician', { exam: here.exam });
		const line = (candidate: string) => ['desk.viewed', `candidate:${candidate}`];
		await Promise.all([open(one, tech), open(one, tech), open(one, tech)]);
		await open(other, tech);
		time.now = BEFORE + 10 * 60_000 - 1;
		await open(one, tech);
		expect(await world.audited(tech)).toEqual(expect.arrayContaining([line(one), line(other)]));
		expect(await world.audited(tech)).toHaveLength(2);
		time.now = BEFORE + 10 * 60_000;
		await open(one, tech);
		expect((await world.audited(tech)).at(-1)).toEqual(line(one));
		const colleague = await world.staff('technician', { exam: here.exam });
		await open(one, colleague);
		expect(await world.audited(colleague)).toEqual([line(one)]);
	});

	const passport = (fields: Partial<Passport> = {}): Passport => ({
		...{ v: 1, device: 'desktop', checkedAt: BEFORE, browser: 'Chrome 146', system: 'Windows' },
		...{ salt: 'a-salt', camera: 'a'.repeat(64), microphone: null, virtualCamera: false },
		screen: { width: 1366, height: 768, several: false },
		...{ uploadKbps: 9000, latencyMs: 20, jitterMs: 2, freeBytes: 1e9, clockAheadMs: 0 },
		lines: { camera: 'ok', upload: 'attention' },
		...fields
	});

	test('[I5] shows checks, devices, cuts, backlog, last words, disputes; nothing of film, face or talk', async () => {
		const candidate = firstOf(here, 4);
		const { attempt, lease } = await world.desktop(candidate);
		const phone = await world.phone(attempt);
		time.now = BEFORE + 100;
		const [film, gone] = [randomUUID(), randomUUID()];
		const say = (type: string, data: object, payload?: object) =>
			writer.apply(attempt, { type, data, ...(payload ? { payload } : {}) } as never);
		const cut = { kind: 'connection-lost', from: BEFORE + 5, until: BEFORE + 9, track: null };
		await say('device.checked', passport());
		await say('device.checked', passport({ camera: 'b'.repeat(64) }));
		await say('incident.noted', { id: randomUUID(), ...cut });
		const face = { ...cut, kind: 'other-face' };
		await say('incident.noted', { id: randomUUID(), ...face });
		await say('details.disputed', {}, { text: '岗位写错了' });
		await say('help.sent', { at: BEFORE }, { text: '悄悄话' });
		await say('help.answered', {}, { text: '悄悄回话', account: randomUUID() });
		for (const one of [announced(film, lease), announced(gone, lease), verified(film), swept()])
			await writer.apply(attempt, one);
		await writer.apply(
			attempt,
			event('part.announced', { ...partHeader(randomUUID(), phone.lease), track: 'evidence' })
		);
		const report = { battery: null, savedTo: BEFORE, safeTo: null, roundTripMs: 30 };
		await db
			.insertInto('desktop_reports')
			.values({
				...{
					attempt_id: attempt,
					lease_id: lease,
					heard_at: BEFORE,
					camera_at: null,
					screen_at: 1
				},
				report: JSON.stringify({ ...report, backlogBytes: 77 })
			})
			.execute();
		const shown = await attemptOf(candidate);
		expect(shown.checks.map(({ differs }) => differs)).toEqual([['camera'], null]);
		expect(shown.checks[0]?.lines).toEqual({ camera: 'ok', upload: 'attention' });
		expect(shown.devices.map(({ device, state }) => [device, state]).toSorted()).toEqual([
			['desktop', 'in-charge'],
			['phone', 'in-charge']
		]);
		expect(shown.cuts).toEqual([cut]);
		expect(shown.backlog.map(({ track, missing }) => [track, missing])).toEqual([
			['camera', 1],
			['evidence', 1]
		]);
		expect(shown.desktop).toEqual({ at: BEFORE, report: { ...report, backlogBytes: 77 } });
		expect(shown.phone).toEqual({ facet: 'bound', lease: phone.lease, heard: null });
		expect(shown.dispute).toMatchObject({ settledAt: null, words: [{ text: '岗位写错了' }] });
		// whatever hangs on the attempt: parts, pictures, scores, words
		const text = JSON.stringify(await open(candidate));
		expect(text).not.toMatch(/悄悄|other-face|a-salt|[ab]{64}|screen_at|portrait|payload|sha256/);
		for (const id of [film, gone, attempt + '/']) expect(text).not.toContain(id);
	});

	test('[I5] tells devices apart that were replaced, unpaired or ask', async () => {
		const candidate = firstOf(here, 2);
		const first = await world.desktop(candidate);
		const phone = await world.phone(first.attempt);
		await writer.apply(
			first.attempt,
			event('lease.closed', { lease: phone.lease, reason: 'staff' })
		);
		time.now = BEFORE + 1;
		await world.desktop(candidate);
		const { devices, phone: facet } = await attemptOf(candidate);
		const told = devices.map(({ device, state }) => `${device} ${state}`);
		expect(told[0]).toBe('desktop in-charge');
		expect(told.toSorted()).toEqual(['desktop closed', 'desktop in-charge', 'phone closed']);
		expect(facet).toMatchObject({ facet: 'unbound', lease: null });
	});
});
