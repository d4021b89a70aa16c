import { expect, test } from 'vitest';
import { firstWay, noFaceHere } from './login-ways.ts';

const face = { exam: { face: true }, refusal: null, login: null, next: null };
const refusal = { way: 'face', code: 'identity.unknown', admission: '1' } as const;

test('[C6, C7] the face comes first where the exam has faces, the account where nobody knows', () => {
	expect(firstWay(face)).toBe('face');
	expect(firstWay({ ...face, exam: null })).toBe('account');
	expect(firstWay({ ...face, exam: { face: false } })).toBe('account');
});

test('[C7] the address may ask for a way, but never for a face where there is none', () => {
	expect(firstWay({ ...face, login: 'account' })).toBe('account');
	expect(firstWay({ ...face, exam: null, login: 'face' })).toBe('face');
	expect(firstWay({ ...face, exam: { face: false }, login: 'face' })).toBe('account');
	expect(firstWay({ ...face, login: 'something' })).toBe('face');
});

test('[C6, C7] a refusal stays with the form that was sent, unless a face is of no use any more', () => {
	expect(firstWay({ ...face, refusal })).toBe('face');
	expect(firstWay({ ...face, login: 'account', refusal })).toBe('face');
	const byAccount = { way: 'account', code: 'login.refused', account: 'k' } as const;
	expect(firstWay({ ...face, refusal: byAccount })).toBe('account');
	for (const code of ['identity.not-needed', 'identity.blocked'] as const)
		expect(firstWay({ ...face, refusal: { ...refusal, code } }), code).toBe('account');
});

test('[C7] whoever was sent here from a page of staff finds the account way open', () => {
	expect(firstWay({ ...face, next: '/proctor' })).toBe('account');
});

test('[C6] a browser that shows no camera says which of the two reasons it has', () => {
	expect(noFaceHere([])).toBeNull();
	expect(noFaceHere(['screen-share', 'recorder'])).toBeNull();
	expect(noFaceHere(['camera'])).toBe('entry.face.no-camera');
	expect(noFaceHere(['secure-context', 'camera'])).toBe('entry.face.insecure');
});
