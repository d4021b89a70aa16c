import fc from 'fast-check';
import { expect, test } from 'vitest';
import { initialState, type FaceFacet } from '../attempt/attempt-state.ts';
import { FROZEN } from '../attempt/testing/events.ts';
import { historyOf, type HistoryLine } from './check-history.ts';
import { readFaceCookie, writeFaceCookie } from './face-cookie.ts';
import { FaceEntryFormSchema } from './entry-form.ts';
import { correlation, cosine, meanDirection } from './likeness.ts';
import { ADMISSION_MS, loginState, SESSION_AGAIN_MS, type LoginStanding } from './login-state.ts';
import * as v from 'valibot';

const NOW = 1_000_000;
const agreed = { given: true, version: 'v1', login: null, at: NOW };
const face = (change: Partial<FaceFacet> = {}): FaceFacet => ({
	...initialState(FROZEN).face,
	consent: agreed,
	...change
});
const stands = (change: Partial<LoginStanding> = {}): LoginStanding => ({
	...{ expiresAt: NOW + 1, sessionAt: null, face: face(), version: 'v1' },
	...{ acceptedHere: false, admittedHere: false },
	...change
});

test.each<[string, Partial<LoginStanding>, string]>([
	['agreed', {}, 'ready'],
	['not begun', { face: null }, 'consent'],
	['not asked', { face: face({ consent: null }) }, 'consent'],
	['declined', { face: face({ consent: { ...agreed, given: false } }) }, 'consent'],
	['of another text', { version: 'v2' }, 'consent'],
	['a person is asked', { face: face({ askedAt: NOW }) }, 'waiting'],
	['three refusals', { face: face({ refusals: 3 }) }, 'waiting'],
	['accepted here', { acceptedHere: true }, 'in'],
	['accepted, in another browser', { face: face({ accepted: { check: 'c', at: NOW } }) }, 'ready'],
	['let in', { admittedHere: true, face: face({ admitted: { check: 'c', at: NOW } }) }, 'in'],
	['let in, in another browser', { face: face({ admitted: { check: 'c', at: NOW } }) }, 'ready'],
	[
		'let in, too long ago',
		{ admittedHere: true, face: face({ admitted: { check: 'c', at: NOW - ADMISSION_MS } }) },
		'ready'
	],
	['expired', { acceptedHere: true, expiresAt: NOW }, 'over'],
	['just used', { acceptedHere: true, sessionAt: NOW - SESSION_AGAIN_MS + 1 }, 'in'],
	['used', { acceptedHere: true, sessionAt: NOW - SESSION_AGAIN_MS }, 'over']
])('[C6] a login by face that is %s', (_what, change, state) => {
	expect(loginState(stands(change), NOW)).toBe(state);
});

const line = (check: string, verdict: 'accepted' | 'again' | 'person', fault: 'unsure' | null) =>
	({ type: 'face.checked', data: { check, verdict, fault } }) as const;

test('[C7] the third refusal blocks, a person or an accepted check begins anew, and the answer stays', () => {
	const lines: HistoryLine[] = [
		line('1', 'again', 'unsure'),
		line('2', 'again', null),
		line('3', 'again', null),
		{ type: 'face.admitted' },
		line('4', 'again', null),
		line('5', 'accepted', null),
		line('6', 'person', 'unsure')
	];
	const { answers, refusals, unsure } = historyOf(lines);
	const said = [...answers.values()].map(({ verdict, refusals }) => `${verdict} ${refusals}`);
	expect(said).toEqual([
		...['again 1', 'again 2', 'blocked 3', 'again 1', 'accepted 0', 'person 1']
	]);
	expect([refusals, unsure]).toEqual([1, true]);
	expect(historyOf(lines.slice(0, 5)).unsure).toBe(false);
	for (let n = 1; n <= lines.length; n++)
		for (const [check, answer] of historyOf(lines.slice(0, n)).answers)
			expect(answers.get(check)).toEqual(answer);
});

test('[C6] the cookie holds a secret and where to go, whatever that is', () => {
	const secret = fc.stringMatching(/^[\w-]{43}$/);
	const next = fc.option(fc.string({ minLength: 1, unit: 'grapheme-ascii' }));
	fc.assert(
		fc.property(secret, next, (secret, next) => {
			expect(readFaceCookie(writeFaceCookie({ secret, next }))).toEqual({ secret, next });
		})
	);
	for (const other of [undefined, '', 'short', `${'a'.repeat(44)}`, '.next'])
		expect(readFaceCookie(other)).toBeNull();
});

test.each([
	['01001X', '01001X'],
	[' 01001x ', '01001X'],
	['123456', '123456'],
	['X10010', null],
	['12345', null],
	['1234567', null],
	['01001Y', null]
])('[C6] the last six %j are read as %j', (idLastSix, read) => {
	const parsed = v.safeParse(FaceEntryFormSchema, { admission: ' 2026 ', idLastSix });
	expect(parsed.success ? parsed.output.idLastSix : null).toBe(read);
	if (parsed.success) expect(parsed.output.admission).toBe('2026');
});

test('[C6] likeness: of faces by direction, of photographs by pattern, whatever their light', () => {
	const [x, y] = [Float32Array.of(1, 0), Float32Array.of(0, 1)];
	expect([cosine(x, x), cosine(x, y)]).toEqual([1, 0]);
	const mean = meanDirection([x, y]);
	expect(cosine(mean, mean)).toBeCloseTo(1, 5);
	expect(cosine(mean, x)).toBeCloseTo(Math.SQRT1_2, 5);
	const patch = Uint8Array.from([10, 80, 30, 60]);
	const darker = patch.map((value) => value / 2 + 20);
	expect(correlation(patch, darker)).toBeCloseTo(1, 5);
	expect(correlation(patch, patch.toReversed())).toBeLessThan(0.5);
	expect(correlation(patch, new Uint8Array(4))).toBe(1);
});
