import { beforeEach, describe, expect, test, vi } from 'vitest';
import { testDatabase } from '../../server/testing/database.ts';
import { silentLog } from '../../shared/log.ts';
import { TRIES_PER_ACCOUNT, TRIES_PER_ADDRESS, TRIES_WINDOW_MS } from '../login-policy.ts';
import { addAttempt, addCandidate, addRoom } from '../testing/roster.ts';
import { createAdmission } from './admission.ts';
import { createAccountService, TEMPORARY_PASSWORD_MS } from './account.service.ts';
import { createAudit } from './audit.ts';
import { createLogin } from './login.service.ts';
import { createLoginThrottle } from './login-throttle.ts';
import { createPasswords } from './password.ts';
import { createSessions } from './session.repository.ts';

const MINUTE_MS = 60_000;
const START = Date.UTC(2027, 0, 9, 1, 0);

const { db } = await testDatabase();
let now = START;
const clock = { now: () => now };
const passwords = createPasswords();
const sessions = createSessions(db, clock);
const throttle = createLoginThrottle(db, clock);
const audit = createAudit(db, clock);
const accounts = createAccountService({ db, clock, passwords, sessions, throttle });
const letIn = createAdmission({ db, clock, log: silentLog, sessions, audit });
const login = createLogin({ db, clock, passwords, throttle, letIn, sessions });

let serial = 0;
const freshAddress = (): string => `203.0.113.${++serial}`;

async function staff(): Promise<{ id: string; account: string }> {
	const account = `staff${++serial}`;
	const id = await accounts.createAccount({
		account,
		name: '技术员甲',
		password: 'right-one',
		grants: [{ role: 'technician', exam: null, room: null }]
	});
	return { id, account };
}

const tryLogin = (account: string, password = 'right-one', address = freshAddress()) =>
	login({ account, password, address });

beforeEach(() => {
	now = START;
});

describe('account and password', () => {
	test('[C7] the right password opens a session of this person and is audited', async () => {
		const { id, account } = await staff();
		const outcome = await tryLogin(account);
		if (!outcome.ok) throw new Error(outcome.error.code);
		expect(outcome.value.person).toEqual({
			account: id,
			name: '技术员甲',
			grants: [{ role: 'technician', exam: null, room: null }],
			candidate: null
		});
		expect(await sessions.personOf(outcome.value.secret)).toEqual(outcome.value.person);
		const lines = await db
			.selectFrom('audit_log')
			.select(['action', 'at'])
			.where('account_id', '=', id)
			.execute();
		expect(lines).toEqual([{ action: 'session.opened', at: START }]);
	});

	test('[C7] a wrong password and an unknown account are refused alike', async () => {
		const { account } = await staff();
		const wrong = await tryLogin(account, 'wrong');
		expect(wrong).toEqual({ ok: false, error: { code: 'login.refused' } });
		expect(await tryLogin('nobody-of-this-name')).toEqual(wrong);
	});

	test('an unknown account costs a verification too', async () => {
		const verify = vi.spyOn(passwords, 'verify');
		await tryLogin('nobody-of-this-name', 'any');
		expect(verify).toHaveBeenCalledExactlyOnceWith(null, 'any');
		verify.mockRestore();
	});

	test('[C7] a temporary password works until it expires, and ends earlier sessions', async () => {
		const { id, account } = await staff();
		const before = await sessions.open({ account: id, address: 'local', way: 'password' });
		const { password, expiresAt } = await accounts.createTemporaryPassword(id);
		expect(expiresAt).toBe(START + TEMPORARY_PASSWORD_MS);
		expect(await sessions.personOf(before.secret)).toBeNull();
		now = expiresAt - 1;
		expect((await tryLogin(account, password)).ok).toBe(true);
		now = expiresAt;
		expect(await tryLogin(account, password)).toMatchObject({
			error: { code: 'login.expired-password' }
		});
		expect(await tryLogin(account, 'wrong')).toMatchObject({ error: { code: 'login.refused' } });
	});
});

describe('limits on tries', () => {
	test('[C7] after so many wrong ones even the right password waits, from any address', async () => {
		const { account } = await staff();
		for (let i = 0; i < TRIES_PER_ACCOUNT; i++) await tryLogin(account, 'wrong');
		now += 3 * MINUTE_MS;
		expect(await tryLogin(account)).toEqual({
			ok: false,
			error: { code: 'login.too-many-tries', minutes: 7 }
		});
		now = START + TRIES_WINDOW_MS;
		expect((await tryLogin(account)).ok).toBe(true);
	});

	test('tries sent at once do not slip through together', async () => {
		const { account } = await staff();
		const many = Array.from({ length: TRIES_PER_ACCOUNT + 4 }, () => tryLogin(account, 'wrong'));
		const codes = (await Promise.all(many)).map((one) => (one.ok ? 'in' : one.error.code));
		expect(codes.filter((code) => code === 'login.refused')).toHaveLength(TRIES_PER_ACCOUNT);
		expect(codes.filter((code) => code === 'login.too-many-tries')).toHaveLength(4);
	});

	test('an address that guesses at many accounts is stopped; another address is not', async () => {
		const address = freshAddress();
		for (let i = 0; i < TRIES_PER_ADDRESS; i++) await throttle.take(`guess${i}`, address);
		expect(await throttle.take('one-more', address)).toBe(TRIES_WINDOW_MS);
		expect(await throttle.take('one-more', freshAddress())).toBe(0);
	});

	test('a hall behind one address logs in without using up its tries', async () => {
		const address = freshAddress();
		const { account } = await staff();
		for (let i = 0; i < TRIES_PER_ADDRESS + 1; i++) {
			expect(await throttle.take(account, address)).toBe(0);
			await throttle.giveBack(account, address);
		}
	});

	test('[I5] a new password from the technician frees the account at once', async () => {
		const { id, account } = await staff();
		for (let i = 0; i < TRIES_PER_ACCOUNT; i++) await tryLogin(account, 'wrong');
		const { password } = await accounts.createTemporaryPassword(id);
		expect((await tryLogin(account, password)).ok).toBe(true);
	});

	test('what is older than the window is removed', async () => {
		await throttle.take('long-ago', freshAddress());
		now += TRIES_WINDOW_MS;
		await throttle.take('today', freshAddress());
		const left = await db.selectFrom('login_tries').select('key').execute();
		expect(left.map((row) => row.key)).not.toContain('account:long-ago');
		expect(left.map((row) => row.key)).toContain('account:today');
	});
});

describe('the login window of candidates', () => {
	async function candidate(): Promise<{ account: string; id: string; room: string }> {
		const account = `candidate${++serial}`;
		const { room } = await addRoom(db, START);
		const owner = await accounts.createAccount({ account, name: '考生甲', password: 'right-one' });
		return { account, room, id: await addCandidate(db, room, owner) };
	}

	test('[C5] opens 30 minutes before the start', async () => {
		const { account, id } = await candidate();
		now = START - 30 * MINUTE_MS - 1;
		expect(await tryLogin(account)).toEqual({
			ok: false,
			error: { code: 'login.not-open', opensAt: START - 30 * MINUTE_MS }
		});
		now += 1;
		const outcome = await tryLogin(account);
		expect(outcome).toMatchObject({ ok: true, value: { person: { candidate: id, grants: [] } } });
	});

	test('[C9] a first login is taken until 3 minutes after the start', async () => {
		const { account } = await candidate();
		now = START + 3 * MINUTE_MS;
		expect(await tryLogin(account)).toEqual({ ok: false, error: { code: 'login.closed' } });
		now -= 1;
		expect((await tryLogin(account)).ok).toBe(true);
	});

	test('[C9] [C1] who has begun always gets in, long after the end too', async () => {
		const { account, id, room } = await candidate();
		await addAttempt(db, room, id);
		now = START + 48 * 60 * MINUTE_MS;
		expect((await tryLogin(account)).ok).toBe(true);
	});

	test('nothing about the window is told to somebody who guesses', async () => {
		const { account } = await candidate();
		now = START - 60 * MINUTE_MS;
		expect(await tryLogin(account, 'wrong')).toMatchObject({ error: { code: 'login.refused' } });
	});
});
