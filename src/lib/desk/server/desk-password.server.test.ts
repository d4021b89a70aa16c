// Real database: a temporary password from the desk lets in once issued, expires, ends what was before it, and is nowhere
// but in its answer.
import { randomUUID } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { sql } from 'kysely';
import { AccessDenied, LoginRequired } from '../../accounts/access.ts';
import type { Person } from '../../accounts/permissions.ts';
import { createAdmission } from '../../accounts/server/admission.ts';
import { TEMPORARY_PASSWORD_MS } from '../../accounts/server/account.service.ts';
import { createLogin } from '../../accounts/server/login.service.ts';
import { createPasswords } from '../../accounts/server/password.ts';
import { BEFORE, ENDS_AT } from '../../attempt/testing/events.ts';
import { testDatabase } from '../../server/testing/database.ts';
import { silentLog } from '../../shared/log.ts';
import type { Issued } from '../desk-view.ts';
import { createDeskPasswords } from './desk-password.service.ts';
import { createDeskWorld } from '../testing/desk-world.ts';

const { db } = await testDatabase();
const world = await createDeskWorld(db);
const { accounts, passwords, time } = world;
const FROM = '192.0.2.9';
const here = await world.room(12);
const elsewhere = await world.room(1);
const tech = await world.staff('technician', { exam: here.exam });

let candidate: string;
beforeEach(() => {
	time.now = BEFORE;
	const next = (here.candidates as string[]).pop();
	if (!next) throw new Error('more candidates are needed');
	candidate = next;
});

const issue = (form: string = randomUUID(), person: Person | null = tech, of = candidate) =>
	passwords.issue(of, form, { person, address: FROM });
async function issued(form?: string): Promise<Issued> {
	const answer = await issue(form);
	if (!answer.ok) throw new Error(answer.error.code);
	return answer.value;
}
const login = ({ account, password }: Pick<Issued, 'account' | 'password'>) =>
	accounts.login({ account, password, address: FROM });
async function session(one: Issued): Promise<string> {
	const opened = await login(one);
	if (!opened.ok) throw new Error(opened.error.code);
	return opened.value.secret;
}

test('[C7][I5] lets in until it expires', async () => {
	// who has an attempt may log in at any time
	await world.desktop(candidate);
	const one = await issued();
	expect(one).toMatchObject({ again: false, ended: 0, issuedAt: BEFORE });
	expect(one.expiresAt).toBe(BEFORE + TEMPORARY_PASSWORD_MS);
	time.now = one.expiresAt - 1;
	expect((await login(one)).ok).toBe(true);
	time.now = one.expiresAt;
	expect(await login(one)).toMatchObject({ error: { code: 'login.expired-password' } });
});

test('[C7][I5] ends the sessions and the password before it, and not what a device does', async () => {
	const one = await issued();
	const secret = await session(one);
	const { attempt, token } = await world.desktop(candidate);
	const two = await issued();
	expect(two.ended).toBe(1);
	expect(await accounts.sessions.personOf(secret)).toBeNull();
	expect(await login(one)).toMatchObject({ error: { code: 'login.refused' } });
	expect((await login(two)).ok).toBe(true);
	const tokens = await db
		.selectFrom('attempt_tokens')
		.select('expires_at')
		.where('attempt_id', '=', attempt)
		.execute();
	expect(token).not.toBe('');
	expect(tokens.map(({ expires_at }) => expires_at > BEFORE)).toEqual([true]);
});

test('[C7][I5] a form whose answer was lost issues another one, and says so', async () => {
	const form = randomUUID();
	const lost = await issued(form);
	const again = await issued(form);
	expect([lost.again, again.again]).toEqual([false, true]);
	expect(again.password).not.toBe(lost.password);
	expect((await login(lost)).ok).toBe(false);
	expect((await login(again)).ok).toBe(true);
	// another candidate's form is none of this one
	const other = (here.candidates as string[]).pop() ?? '';
	const taken = { error: { code: 'act.id-taken' } };
	expect(await issue(form, tech, other)).toMatchObject(taken);
	// nor is another person's
	const colleague = await world.staff('technician', { exam: here.exam });
	expect(await issue(form, colleague)).toMatchObject(taken);
	expect((await login(again)).ok).toBe(true);
});

test('[C7][I5] pressed twice at once, the last answer’s lets in and no other', async () => {
	const form = randomUUID();
	const both = await Promise.all([issued(form), issued(form)]);
	const let_in = await Promise.all(both.map(async (one) => (await login(one)).ok));
	expect(let_in.toSorted()).toEqual([false, true]);
});

test('[C7][I5] stands in the audit log, and nowhere in the database', async () => {
	const one = await issued();
	expect((await world.audited(tech)).at(-1)?.[0]).toBe('password.issued');
	const { rows: tables } = await sql<{ name: string }>`
		select table_name as name from information_schema.tables where table_schema = 'public'
	`.execute(db);
	expect(tables.length).toBeGreaterThan(30);
	for (const { name } of tables) {
		const { rows } = await sql<object>`select row_to_json(row) from ${sql.table(name)} row`.execute(
			db
		);
		expect(JSON.stringify(rows), name).not.toContain(one.password);
	}
});

test('[C7][I5] is for whoever may there, and for no account of staff', async () => {
	const auditor = await world.staff('auditor', { exam: here.exam });
	const invigilator = await world.staff('invigilator', { exam: here.exam });
	for (const person of [auditor, invigilator])
		await expect(issue(undefined, person)).rejects.toThrow(AccessDenied);
	await expect(issue(undefined, null)).rejects.toThrow(LoginRequired);
	await expect(issue(undefined, tech, elsewhere.candidates[0])).rejects.toThrow(AccessDenied);
	expect(await issue(undefined, tech, randomUUID())).toMatchObject({
		error: { code: 'candidate.not-found' }
	});
	const { account_id } = await db
		.selectFrom('candidates')
		.select('account_id')
		.where('id', '=', candidate)
		.executeTakeFirstOrThrow();
	await db
		.insertInto('role_grants')
		.values({ account_id, role: 'administrator', exam_id: null, room_id: null })
		.execute();
	expect(await issue()).toMatchObject({ error: { code: 'access.denied' } });
});

test('[C7][I5] who becomes staff while the password is being made gets none', async () => {
	const { account_id } = await db
		.selectFrom('candidates')
		.select('account_id')
		.where('id', '=', candidate)
		.executeTakeFirstOrThrow();
	const { service } = accounts;
	const slow = createDeskPasswords({
		...{ db, clock: world.clock, log: silentLog },
		accounts: {
			audit: accounts.audit,
			service: {
				...service,
				async createTemporaryPassword(...asked) {
					await db
						.insertInto('role_grants')
						.values({ account_id, role: 'administrator', exam_id: null, room_id: null })
						.execute();
					return service.createTemporaryPassword(...asked);
				}
			}
		}
	});
	const read = () =>
		db.selectFrom('accounts').selectAll().where('id', '=', account_id).executeTakeFirstOrThrow();
	const before = await read();
	const answer = await slow.issue(candidate, randomUUID(), { person: tech, address: FROM });
	expect(answer).toMatchObject({ error: { code: 'access.denied' } });
	expect(await read()).toEqual(before);
});

test('[C7] a login with the former password that is still under way when the new one comes is not let in', async () => {
	const one = await issued();
	const letIn = createAdmission({ db, clock: world.clock, log: silentLog, ...accounts });
	const slow = createLogin({
		...{ db, clock: world.clock, passwords: createPasswords(), throttle: accounts.throttle },
		sessions: accounts.sessions,
		async letIn(arriving) {
			await issued();
			return letIn(arriving);
		}
	});
	const { account, password } = one;
	const late = await slow({ account, password, address: FROM });
	expect(late).toMatchObject({ ok: false, error: { code: 'login.refused' } });
	const open = await db
		.selectFrom('sessions')
		.innerJoin('accounts', 'accounts.id', 'sessions.account_id')
		.select('sessions.account_id')
		.where('accounts.account', '=', account)
		.execute();
	expect(open).toEqual([]);
});

test('[C7] shows in the account’s history, with who issued it', async () => {
	await session(await issued());
	time.now = BEFORE + 1;
	await issued();
	const view = await world.desk.view(candidate, { person: tech, address: FROM });
	expect(view.ok && view.value.sessions.map(({ what, by }) => [what, by])).toEqual([
		['password', '技术员甲'],
		['opened', null],
		['password', '技术员甲']
	]);
	time.now = ENDS_AT + 1;
	const after = await world.desk.view(candidate, { person: tech, address: FROM });
	expect(after.ok && after.value.login.window).toBe('closed');
});
