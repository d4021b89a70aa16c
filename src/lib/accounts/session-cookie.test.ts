import { expect, test } from 'vitest';
import { sessionCookieOptions, sessionSecretIn } from './session-cookie.ts';

test.each([
	['http://localhost:3000/', false],
	['http://127.0.0.1:3000/', false],
	['http://[::1]:3000/', false],
	['https://localhost/', true],
	['http://192.168.1.5/', true],
	['http://127.0.0.1.example.com/', true],
	['http://localhost.example.com/', true],
	['https://exam.example.cn/', true]
])('the cookie for %s is secure: %s; always HttpOnly, Lax, whole site', (url, secure) => {
	expect(sessionCookieOptions(new URL(url))).toEqual({
		path: '/',
		httpOnly: true,
		sameSite: 'lax',
		secure
	});
});

test('an upgrade finds the secret among other cookies', () => {
	expect(sessionSecretIn('locale=en; session=abc-_1; other=x')).toBe('abc-_1');
	expect(sessionSecretIn('mysession=abc')).toBeNull();
	expect(sessionSecretIn('session=')).toBeNull();
	expect(sessionSecretIn(undefined)).toBeNull();
});
