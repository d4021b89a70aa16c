import { expect, test } from 'vitest';
import { testDatabase } from '../../server/testing/database.ts';
import { silentLog } from '../../shared/log.ts';
import { addCandidate, addRoom } from '../testing/roster.ts';
import { createAccounts } from './accounts.ts';
import { SESSION_MS } from './session.repository.ts';

const START = Date.UTC(2027, 0, 9, 1, 0);

const { db } = await testDatabase();
let now = START;
const { sessions, service, audit } = createAccounts({
	db,
	clock: { now: () => now },
	log: silentLog
});

let serial = 0;
const newAccount = () =>
	service.createAccount({ account: `p${++serial}`, name: '某甲', password: 'x' });

test('a session ends after its time and its row goes with the next one', async () => {
	now = START;
	const account = await newAccount();
	const { secret, expiresAt } = await sessions.open({ account, address: 'local', way: 'password' });
	expect(expiresAt).toBe(START + SESSION_MS);
	now = expiresAt - 1;
	expect(await sessions.personOf(secret)).toMatchObject({ account });
	now = expiresAt;
	expect(await sessions.personOf(secret)).toBeNull();
	await sessions.open({ account, address: 'local', way: 'password' });
	const rows = await db
		.selectFrom('sessions')
		.where('account_id', '=', account)
		.selectAll()
		.execute();
	expect(rows).toHaveLength(1);
});

test('the table does not hold what opens a session', async () => {
	const { secret } = await sessions.open({
		account: await newAccount(),
		address: 'local',
		way: 'password'
	});
	const rows = await db.selectFrom('sessions').selectAll().execute();
	expect(JSON.stringify(rows)).not.toContain(secret);
	for (const row of rows) expect(await sessions.personOf(row.secret_hash)).toBeNull();
});

test('closing one session leaves the other, closing all leaves none', async () => {
	const account = await newAccount();
	const open = (address: string) => sessions.open({ account, address, way: 'password' });
	const [one, two] = [await open('a'), await open('b')];
	await sessions.close(one.secret);
	expect(await sessions.personOf(one.secret)).toBeNull();
	expect(await sessions.personOf(two.secret)).not.toBeNull();
	await sessions.closeAllOf(account);
	expect(await sessions.personOf(two.secret)).toBeNull();
});

test('the person has the roles of now and their place on the roster', async () => {
	const { exam, room } = await addRoom(db, START);
	const account = await newAccount();
	const { secret } = await sessions.open({ account, address: 'local', way: 'password' });
	await db
		.insertInto('role_grants')
		.values({ account_id: account, role: 'invigilator', exam_id: exam, room_id: room })
		.execute();
	expect((await sessions.personOf(secret))?.grants).toEqual([{ role: 'invigilator', exam, room }]);
	const candidate = await addCandidate(db, room, account);
	expect((await sessions.personOf(secret))?.candidate).toBe(candidate);
});

test('an account name is taken once', async () => {
	await service.createAccount({ account: 'once', name: '甲', password: 'x' });
	await expect(
		service.createAccount({ account: 'once', name: '乙', password: 'y' })
	).rejects.toThrow(/accounts_account_key/);
});

test('[A4] the audit log takes lines and lets none be changed or removed', async () => {
	const account = await newAccount();
	await audit.append({ account, action: 'recording.viewed', target: 'part:1', address: 'local' });
	await expect(db.updateTable('audit_log').set({ target: 'x' }).execute()).rejects.toThrow(
		/append-only/
	);
	await expect(db.deleteFrom('audit_log').execute()).rejects.toThrow(/append-only/);
	const line = await db
		.selectFrom('audit_log')
		.selectAll()
		.where('account_id', '=', account)
		.execute();
	expect(line).toMatchObject([{ action: 'recording.viewed', target: 'part:1', address: 'local' }]);
});
