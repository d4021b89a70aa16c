import { isHttpError, isRedirect } from '@sveltejs/kit';
import { expect, test } from 'vitest';
import type { Person } from '../permissions.ts';
import { requireAccessTo, requireAnywhereTo, requireOwnAttempt } from './kit-access.ts';

const auditor: Person = {
	account: 'a',
	name: '总监督',
	grants: [{ role: 'auditor', exam: null, room: null }],
	candidate: null
};

function asked(person: Person | null, accept: string, path = '/proctor/r?p=1') {
	const url = new URL(path, 'https://exam.example.cn');
	const request = new Request(url, { headers: { accept } });
	return { url, request, isDataRequest: false, locals: { person, locale: 'zh-CN' as const } };
}

function thrownBy(act: () => unknown): unknown {
	try {
		act();
	} catch (thrown) {
		return thrown;
	}
	throw new Error('let in');
}

test('a page without a login leads to the login and remembers the way', () => {
	const thrown = thrownBy(() => requireAnywhereTo(asked(null, 'text/html'), 'room.view'));
	expect(isRedirect(thrown) && thrown.location).toBe('/?next=%2Fproctor%2Fr%3Fp%3D1');
	const data = { ...asked(null, '*/*'), isDataRequest: true };
	expect(isRedirect(thrownBy(() => requireOwnAttempt(data)))).toBe(true);
});

test('anything else without a login is answered by the code', () => {
	const thrown = thrownBy(() => requireAnywhereTo(asked(null, '*/*'), 'recording.view'));
	expect(isHttpError(thrown) && thrown.body).toMatchObject({ code: 'access.login-required' });
	expect(isHttpError(thrown) && thrown.status).toBe(401);
});

test('who may not is refused on pages too', () => {
	const thrown = thrownBy(() => requireOwnAttempt(asked(auditor, 'text/html')));
	expect(isHttpError(thrown) && thrown.body).toMatchObject({ code: 'access.denied' });
	expect(isHttpError(thrown) && thrown.status).toBe(403);
});

test('who may is handed back', () => {
	const place = { exam: 'e', room: 'r' };
	expect(requireAccessTo(asked(auditor, 'text/html'), 'recording.view', place)).toBe(auditor);
});

test('of what does not exist only who may see its kind learns that', () => {
	const thrown = thrownBy(() => requireAccessTo(asked(auditor, '*/*'), 'recording.view', null));
	expect(isHttpError(thrown) && thrown.body).toMatchObject({ code: 'attempt.not-found' });
	const other = { ...auditor, grants: [] };
	const denied = thrownBy(() => requireAccessTo(asked(other, '*/*'), 'recording.view', null));
	expect(isHttpError(denied) && denied.status).toBe(403);
});
