import { expect, test } from 'vitest';
import { addCandidates } from '../../attempt/testing/roster.ts';
import { BEFORE } from '../../attempt/testing/events.ts';
import { testDatabase } from '../../server/testing/database.ts';
import { silentLog } from '../../shared/log.ts';
import { createAccounts } from './accounts.ts';
import { issueTemporaryPassword } from './temporary-password.service.ts';

const { db } = await testDatabase();
let now = BEFORE;
const accounts = createAccounts({ db, clock: { now: () => now }, log: silentLog });
const issue = (login: string, validMs?: number) =>
	issueTemporaryPassword({ db, accounts }, login, validMs);
await addCandidates(db, 2);

test('[C7] by admission number: lets in until it expires, and is on record without the password', async () => {
	const issued = await issue('20260', 60_000);
	if (!issued.ok) throw new Error(issued.error);
	const { account, password, expiresAt, sitting } = issued.value;
	expect(expiresAt).toBe(BEFORE + 60_000);
	expect(sitting?.code).toMatch(/^[0-9a-f]{8}$/);
	const login = () => accounts.login({ account, password, address: '127.0.0.1' });
	expect((await login()).ok).toBe(true);
	now = BEFORE + 60_000;
	expect(await login()).toMatchObject({ ok: false, error: { code: 'login.expired-password' } });
	now = BEFORE;
	const audit = await db.selectFrom('audit_log').selectAll().execute();
	const entry = audit.find(({ action }) => action === 'password.issued');
	expect(entry).toMatchObject({ account_id: null, address: 'local' });
	expect(JSON.stringify(audit)).not.toContain(password);
});

test('[C7] by account; unknown and ambiguous names are told apart', async () => {
	await accounts.service.createAccount({ account: 'tech', name: '测试技术员', password: 'x' });
	expect(await issue('tech')).toMatchObject({ ok: true, value: { sitting: null } });
	expect(await issue('nobody')).toEqual({ ok: false, error: 'unknown' });
	await addCandidates(db, 1);
	expect(await issue('20260')).toEqual({ ok: false, error: 'ambiguous' });
});
