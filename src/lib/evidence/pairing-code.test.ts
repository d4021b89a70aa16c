import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CROCKFORD } from '../shared/crockford.ts';
import {
	newPairingCode,
	PAIRING_CODE_BYTES,
	pairingAddress,
	readPairingCode
} from './pairing-code.ts';

const CODE = '7Z3K0-1QX9A';
const random = fc.uint8Array({ minLength: PAIRING_CODE_BYTES, maxLength: 2 * PAIRING_CODE_BYTES });

describe('[P1] a pairing code', () => {
	test('is ten letters out of random bytes, each letter as likely as the next', () => {
		expect(newPairingCode(new Uint8Array(10))).toBe('00000-00000');
		expect(newPairingCode(Uint8Array.from({ length: 10 }, (_, at) => at))).toBe('01234-56789');
		const letters = Array.from({ length: 256 }, (_, byte) =>
			newPairingCode(new Uint8Array(10).fill(byte)).charAt(0)
		);
		for (const letter of CROCKFORD)
			expect(letters.filter((one) => one === letter)).toHaveLength(256 / CROCKFORD.length);
		expect(() => newPairingCode(new Uint8Array(9))).toThrow(RangeError);
	});

	test.each([
		CODE,
		'7z3k01qx9a',
		' 7Z3K0 1QX9A\n',
		'7Z3K0–1QX9A',
		'7Z3KO-LQX9A',
		'7z3ko-iqx9a',
		'\uff17\uff3a3K0\uff0d1QX9\uff21',
		'7-Z-3-K-0-1-Q-X-9-A',
		`https://exam.example/evidence#${CODE}`,
		`HTTPS://Exam.Example:8443/evidence/#${CODE.toLowerCase()}`,
		` http://localhost:3000/evidence?from=wechat#${CODE} `
	])('is read from %j', (text) => {
		expect(readPairingCode(text)).toBe(CODE);
	});

	test.each([
		'',
		'7Z3K0-1QX9',
		'7Z3K0-1QX9AA',
		'7Z3K0-1QX9U',
		'7Z3K0_1QX9A',
		'https://exam.example/evidence',
		'https://exam.example/evidence#',
		`https://exam.example/evidence?code=${CODE}`,
		`https://exam.example/interview#${CODE}`,
		`https://exam.example/${CODE}`,
		`https://#${CODE}`,
		`weixin://evidence#${CODE}`,
		`/evidence#${CODE}`,
		'https://example.org/evidence#7Z3K0%2D1QX9A'
	])('is not read from %j', (text) => {
		expect(readPairingCode(text)).toBeNull();
	});

	test('survives any spelling a person may give it, and its own address', () => {
		const spelled = fc.tuple(random, fc.infiniteStream(fc.constantFrom('', ' ', '-', '\t', '—')));
		fc.assert(
			fc.property(spelled, fc.boolean(), ([bytes, between], lower) => {
				const code = newPairingCode(bytes);
				const typed = [...code.replace('-', '')]
					.map((letter) => letter + between.next().value)
					.join('');
				expect(readPairingCode(lower ? typed.toLowerCase() : typed)).toBe(code);
				expect(readPairingCode(pairingAddress('https://exam.example', code))).toBe(code);
			})
		);
	});

	test('whatever is scanned, reading it does not throw, and reads again as the same', () => {
		fc.assert(
			fc.property(
				fc.oneof(fc.string({ unit: 'binary' }), fc.webUrl({ withFragments: true })),
				(text) => {
					const code = readPairingCode(text);
					if (code !== null) expect(readPairingCode(code)).toBe(code);
				}
			)
		);
	});
});

test('[P1] the code of an address never leaves for a server: it is all behind the #', () => {
	const { pathname, search, hash } = new URL(pairingAddress('https://exam.example', CODE));
	expect([pathname, search, hash]).toEqual(['/evidence', '', `#${CODE}`]);
});
