import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createAccounts } from '../../accounts/server/accounts.ts';
import { createAudit } from '../../accounts/server/audit.ts';
import { createPasswords } from '../../accounts/server/password.ts';
import { createAttemptWriter } from '../../attempt/server/attempt-writer.ts';
import { createMasterKey, newMasterKey } from '../../server/sealing/master-key.ts';
import type { Db } from '../../server/db/database.ts';
import { testDatabase } from '../../server/testing/database.ts';
import { silentLog } from '../../shared/log.ts';
import { FROZEN } from '../../attempt/testing/events.ts';
import { fakeFaces } from '../../identity/testing/fake-faces.ts';
import { faultLine } from '../exam-file-words.ts';
import { changed, examFile, FILE_NOW, placesIn } from '../testing/exam-files.ts';
import { exportExam } from './exam-export.service.ts';
import { createExamImport, type ImportOptions } from './exam-import.service.ts';
import { createExamPapers } from './exam-papers.ts';
import { createLotService } from './lot.service.ts';

const here = await testDatabase();
let now = FILE_NOW;
let usable = 1e15;
const clock = { now: () => now };
const masterKey = createMasterKey(newMasterKey());
const papers = createExamPapers(masterKey);
/** Hashing has its own tests; here it would take minutes. */
const passwords = { hash: async (password: string) => `hash of ${password}` };

const faces = fakeFaces();

const importerOf = (db: Db) =>
	createExamImport({ db, clock, passwords, papers, faces, usableBytes: async () => usable });
const importInto = importerOf(here.db);

async function imported(file: unknown, options?: ImportOptions) {
	const result = await importInto(file, options);
	if (!result.ok) throw new Error(result.error.map(faultLine).join('\n'));
	return result.value;
}
async function refused(file: unknown): Promise<string[]> {
	const result = await importInto(file);
	return result.ok ? ['imported'] : result.error.map(({ place, code }) => `${place} ${code}`);
}
async function exported(db: Db, code: string, evenSealed = true) {
	const result = await exportExam({ db, clock, audit: createAudit(db, clock), papers }, code, {
		evenSealed
	});
	if (!result.ok) throw new Error(result.error.code);
	return result.value;
}

const TABLES = ['exams', 'sittings', 'rooms', 'candidates', 'accounts', 'role_grants'] as const;
async function counts(): Promise<number[]> {
	const all = [];
	for (const table of [...TABLES, 'papers', 'audit_log'] as const) {
		const { count } = await here.db
			.selectFrom(table)
			.select((eb) => eb.fn.countAll<number>().as('count'))
			.executeTakeFirstOrThrow();
		all.push(count);
	}
	return all;
}

const LAST = ['sittings', 1, 'rooms', 1, 'candidates', 0];
const LAST_PLACE = 'sittings[1].rooms[1].candidates[0]';

describe('[A2] all or nothing', () => {
	test('a whole exam is there: sittings, rooms, roster with photos, staff, accounts, sealed paper', async () => {
		const before = await counts();
		const { outcome, logins, sittings } = await imported(examFile('A'));
		const added = (await counts()).map((count, at) => count - (before[at] ?? 0));
		expect(added).toEqual([1, 2, 3, 5, 9, 4, 1, 1]);
		expect([outcome, sittings.map(({ code }) => code)]).toEqual(['created', ['M1A', 'S1A']]);
		expect(logins).toHaveLength(9);
		expect(logins.find(({ account }) => account === 'auditA')?.password).toBe('a long sentence');
		const { sealed } = await here.db
			.selectFrom('papers')
			.select('sealed')
			.executeTakeFirstOrThrow();
		expect(sealed.includes(Buffer.from('看图'))).toBe(false);
	});

	test('[C7] candidates get temporary passwords that end a day after their sitting; staff lasting ones', async () => {
		const row = (account: string) =>
			here.db
				.selectFrom('accounts')
				.selectAll()
				.where('account', '=', account)
				.executeTakeFirstOrThrow();
		const end = Date.UTC(2027, 0, 10, 1, 20);
		expect((await row('T2027A5')).password_expires_at).toBe(end + 86_400_000);
		expect((await row('techA')).password_expires_at).toBeNull();
	});

	test('a fault in the last candidate leaves nothing, found in the file or in the database', async () => {
		const before = await counts();
		const bad = changed(examFile('B'), [...LAST, 'idNumber'], '1');
		expect(await refused(bad)).toEqual([`${LAST_PLACE}.idNumber bad-id-number`]);
		const taken = changed(examFile('B'), [...LAST, 'admission'], 'T2027A5');
		expect(await refused(taken)).toEqual([`${LAST_PLACE}.admission account-taken`]);
		expect(await counts()).toEqual(before);
	});

	test('whatever fails in the database half-way leaves nothing', async () => {
		const before = await counts();
		const failing = createExamImport({
			...{ db: here.db, clock, passwords, faces, usableBytes: async () => usable },
			papers: { ...papers, seal: () => Promise.reject(new Error('power cut')) }
		});
		await expect(failing(examFile('B'))).rejects.toThrow('power cut');
		expect(await counts()).toEqual(before);
	});

	test('passwords are handed over before they hold; when that fails nothing is imported', async () => {
		const before = await counts();
		const keep = () => Promise.reject(new Error('disk full'));
		await expect(importInto(examFile('B'), { keep })).rejects.toThrow('disk full');
		expect(await counts()).toEqual(before);
	});

	test('--check does everything and keeps nothing', async () => {
		const before = await counts();
		expect((await imported(examFile('B'), { check: true })).outcome).toBe('created');
		expect(await counts()).toEqual(before);
	});

	test('the same file twice at once makes one exam, and one set of passwords', async () => {
		const both = await Promise.all([imported(examFile('C')), imported(examFile('C'))]);
		expect(both.map(({ outcome }) => outcome).sort()).toEqual(['created', 'unchanged']);
		expect(both.map(({ logins }) => logins.length).sort()).toEqual([0, 9]);
		const found = await here.db
			.selectFrom('exams')
			.select('id')
			.where('code', '=', 'EXAMC')
			.execute();
		expect(found).toHaveLength(1);
	});

	test('random damage: imported or refused with places, never half, never thrown', async () => {
		const file = examFile('D');
		const places = placesIn(file);
		const junk = fc.oneof(fc.jsonValue(), fc.string({ unit: 'binary' }), fc.constant(undefined));
		await fc.assert(
			fc.asyncProperty(fc.nat(places.length - 1), junk, async (at, value) => {
				const before = await counts();
				const result = await importInto(changed(file, places[at] ?? [], value), { check: true });
				expect(result.ok || result.error.every(({ place }) => place !== '')).toBe(true);
				expect(await counts()).toEqual(before);
			}),
			{ numRuns: 150 }
		);
	});
});

describe('[A2] what is there already', () => {
	test('the same exam in another order and spelling is nothing new', async () => {
		const again = examFile('A');
		const turned = {
			...again,
			staff: again.staff?.toReversed(),
			sittings: again.sittings.toReversed()
		};
		const utc = changed(turned, ['sittings', 1, 'startsAt'], '2027-01-09T01:00Z');
		const { outcome, warnings } = await imported(utc);
		expect(outcome).toBe('unchanged');
		expect(warnings.map(({ code }) => code)).toContain('password-kept');
	});

	test('before its login opens an exam is replaced; who stays keeps the password, who goes is out', async () => {
		const { exam } = await imported(examFile('E'));
		const hash = (account: string) =>
			here.db
				.selectFrom('accounts')
				.select('password_hash')
				.where('account', '=', account)
				.executeTakeFirst();
		const before = await hash('T2027E1');
		let file = changed(examFile('E'), ['sittings', 0, 'rooms', 0, 'candidates', 1], undefined);
		file = changed(
			file,
			['sittings', 0, 'rooms', 0, 'candidates'],
			[
				{ ...examFile('E').sittings[0]?.rooms[0]?.candidates[0], name: '改名' },
				{ ...examFile('E').sittings[0]?.rooms[0]?.candidates[1], admission: 'T2027E9' }
			]
		);
		const replaced = await imported(file);
		expect([replaced.outcome, replaced.exam]).toEqual(['replaced', exam]);
		expect(await hash('T2027E1')).toEqual(before);
		expect(await hash('T2027E2')).toBeUndefined();
		const given = new Map(replaced.logins.map(({ account, password }) => [account, password]));
		expect([given.get('T2027E1'), given.get('watchE')]).toEqual([null, null]);
		expect(given.get('T2027E9')).toMatch(/^[a-z2-9]{12}$/);
		expect(await exported(here.db, 'EXAME')).toMatchObject({
			sittings: [{ rooms: [{ candidates: [{ name: '改名' }, { admission: 'T2027E9' }] }] }, {}]
		});
	});

	test('once the login has opened, an attempt has begun or lots are drawn, it is not', async () => {
		const file = examFile('F');
		await imported(file);
		const other = changed(file, ['exam', 'texts', 'supportPhone'], '400-111-1111');
		const { room } = await here.db
			.selectFrom('candidates')
			.select(['id', 'attempt_id', 'room_id as room'])
			.where('admission', '=', 'T2027F5')
			.executeTakeFirstOrThrow();
		now = Date.UTC(2027, 0, 9, 0, 30);
		expect(await refused(other)).toEqual(['exam.code login-open']);
		now = FILE_NOW;
		const lots = createLotService({ db: here.db, clock, masterKey, log: silentLog });
		await here.db
			.updateTable('exams')
			.set({ rules: JSON.stringify({ ...FROZEN.rules, plan: ['lot', ...FROZEN.rules.plan] }) })
			.where('code', '=', 'EXAMF')
			.execute();
		expect(await lots.freeze(room)).toMatchObject({ ok: true });
		expect(await refused(other)).toEqual(['exam.code in-use']);
		const person = await here.db
			.selectFrom('candidates')
			.select(['id', 'attempt_id'])
			.where('admission', '=', 'T2027F5')
			.executeTakeFirstOrThrow();
		const writer = createAttemptWriter(here.db, clock);
		await here.db
			.transaction()
			.execute((tx) =>
				writer.begin(tx, { id: person.attempt_id, candidate: person.id, room }, FROZEN)
			);
		expect(await refused(other)).toEqual(['exam.code attempts-begun']);
	});

	test('codes, accounts and names that others hold are told with their place', async () => {
		await imported(examFile('G'));
		let file = changed(examFile('H'), ['sittings', 1, 'code'], 'S1G');
		file = changed(file, ['staff', 0, 'roles', 0, 'sitting'], 'S1G');
		file = changed(file, ['staff', 1, 'account'], 'techG');
		file = changed(file, ['staff', 1, 'name'], '别人');
		file = changed(file, ['staff', 3, 'account'], 'T2027G1');
		expect(await refused(file)).toEqual([
			'sittings[1].code code-taken',
			'staff[1].name account-other-name',
			'staff[3].account account-taken'
		]);
	});

	test('somebody of the staff of another exam gets further roles and keeps the password', async () => {
		const file = changed(examFile('I'), ['staff', 1, 'account'], 'techG');
		const { logins } = await imported(file);
		expect(logins.find(({ account }) => account === 'techG')?.password).toBeNull();
	});

	test('[E1] an account that sees identities everywhere examines nobody', async () => {
		const accounts = createAccounts({ db: here.db, clock, log: silentLog });
		await accounts.service.createAccount({
			...{ account: 'boss', name: '测试考官', password: 'irrelevant here' },
			grants: [{ role: 'administrator', exam: null, room: null }]
		});
		expect(await refused(changed(examFile('J'), ['staff', 2, 'account'], 'boss'))).toEqual([
			'staff[2].roles account-shows-identities'
		]);
	});
});

test('[C15] an exam for which there is no space is not made', async () => {
	usable = 100_000;
	const before = await counts();
	expect(await refused(examFile('K'))).toEqual(['sittings no-space']);
	expect(await counts()).toEqual(before);
	usable = 1e15;
});

test('[C7] a real password of an import lets its candidate in while the login is open', async () => {
	const importReal = createExamImport({
		...{ db: here.db, clock, papers, faces, usableBytes: async () => usable },
		passwords: createPasswords()
	});
	const result = await importReal(examFile('M'));
	if (!result.ok) throw new Error();
	const login = result.value.logins.find(({ account }) => account === 'T2027M1');
	now = Date.UTC(2027, 0, 9, 0, 45);
	const accounts = createAccounts({ db: here.db, clock, log: silentLog });
	const outcome = await accounts.login({
		...{ account: 'T2027M1', password: login?.password ?? '', address: '127.0.0.1' }
	});
	now = FILE_NOW;
	expect(outcome.ok).toBe(true);
});
