import { expect, test } from 'vitest';
import { matches, readTimecode, timecodeOf } from './timecode.ts';

const facts = {
	attempt: '00000000-0000-4000-8000-000000000001',
	at: Date.UTC(2026, 10, 28, 1, 2, 3, 400),
	parts: [{ id: '00000000-0000-4000-8000-0000000000c1', bytes: 123_456, sha256: 'ab'.repeat(32) }]
};

test('[C15] a time code is 24 digits and begins with the second of the day', () => {
	const code = timecodeOf(facts);
	expect(code).toMatch(/^\d{24}$/);
	expect(readTimecode(code)).toEqual({ second: 3723, check: code.slice(5) });
});

test('[C15] the code is public arithmetic: this value was computed by another program', () => {
	expect(timecodeOf(facts)).toBe('037235543444796937309164');
});

test('[C15] whatever differs (attempt, instant, a part, a byte, a digest) is another code', () => {
	const [part] = facts.parts;
	const others = [
		{ ...facts, attempt: facts.attempt.replace(/1$/, '2') },
		{ ...facts, at: facts.at + 1 },
		{ ...facts, parts: [] },
		{ ...facts, parts: [{ ...part, id: facts.attempt, bytes: 123_456, sha256: 'ab'.repeat(32) }] },
		{ ...facts, parts: facts.parts.map((one) => ({ ...one, bytes: one.bytes + 1 })) },
		{ ...facts, parts: facts.parts.map((one) => ({ ...one, sha256: 'ac'.repeat(32) })) }
	];
	const code = timecodeOf(facts);
	expect(matches(code, facts)).toBe(true);
	expect(others.map((other) => matches(code, other))).toEqual(others.map(() => false));
});

test('[P4] what is not a time code is not read as one', () => {
	const code = timecodeOf(facts);
	for (const text of ['', code.slice(1), `${code}0`, `99999${code.slice(5)}`, 'https://a.example'])
		expect(readTimecode(text)).toBeNull();
});
