import * as argon2 from '@node-rs/argon2';
import { expect, test, vi } from 'vitest';
import { createPasswords, randomPassword } from './password.ts';

vi.mock('@node-rs/argon2', async (original) => {
	const real = await original<typeof argon2>();
	return { ...real, verify: vi.fn(real.verify) };
});

const passwords = createPasswords();

test('[C7] a password is kept as argon2id and only itself matches', async () => {
	const hash = await passwords.hash('对的密码');
	expect(hash).toMatch(/^\$argon2id\$v=19\$m=32768,t=2,p=1\$/);
	expect(await passwords.verify(hash, '对的密码')).toBe(true);
	expect(await passwords.verify(hash, '错的密码')).toBe(false);
	expect(await passwords.hash('对的密码')).not.toBe(hash);
});

test('an unknown account costs the same work as a known one, and never matches', async () => {
	const verify = vi.mocked(argon2.verify);
	verify.mockClear();
	expect(await passwords.verify(null, 'anything')).toBe(false);
	expect(await passwords.verify(null, 'nobody has this account')).toBe(false);
	expect(verify).toHaveBeenCalledTimes(2);
	expect(verify.mock.calls[0]?.[0]).toMatch(/^\$argon2id\$v=19\$m=32768,t=2,p=1\$/);
});

test('random passwords differ and can be read out', () => {
	const many = Array.from({ length: 200 }, randomPassword);
	expect(new Set(many).size).toBe(200);
	for (const one of many) expect(one).toMatch(/^[a-hjkmnp-z2-9]{12}$/);
});
