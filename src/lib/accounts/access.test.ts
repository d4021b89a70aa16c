import { expect, test } from 'vitest';
import {
	AccessDenied,
	LoginRequired,
	requireAccess,
	requireAnywhere,
	requireCandidate
} from './access.ts';
import type { Person } from './permissions.ts';

const invigilator: Person = {
	account: 'a',
	name: '监督员甲',
	grants: [{ role: 'invigilator', exam: 'e', room: 'r' }],
	candidate: null
};
const candidate: Person = { account: 'b', name: '考生甲', grants: [], candidate: 'c' };

test('whoever may passes and is handed back', () => {
	expect(requireAccess(invigilator, 'recording.view', { exam: 'e', room: 'r' })).toBe(invigilator);
	expect(requireAnywhere(invigilator, 'room.view')).toBe(invigilator);
});

test('nobody and the wrong body are told apart, each with its code', () => {
	expect(() => requireAnywhere(null, 'room.view')).toThrow(LoginRequired);
	expect(() => requireAnywhere(candidate, 'room.view')).toThrow(AccessDenied);
	expect(() => requireAccess(invigilator, 'room.view', { exam: 'e', room: 'other' })).toThrow(
		expect.objectContaining({ code: 'access.denied' })
	);
});

test('a candidate is let in as themselves, staff are not', () => {
	expect(requireCandidate(candidate).candidate).toBe('c');
	expect(() => requireCandidate(invigilator)).toThrow(AccessDenied);
	expect(() => requireCandidate(null)).toThrow(
		expect.objectContaining({ code: 'access.login-required' })
	);
});
