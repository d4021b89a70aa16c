// Every byte of a real export counts.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { outcomeOf, type Fault } from './fault.ts';
import { fingerprintOf } from './signing.ts';
import { SAMPLE_KEYS, sampleExport } from './testing/sample-export.ts';
import { verifyExport } from './verify-export.ts';

const { subtle } = crypto;
const key = fingerprintOf(SAMPLE_KEYS[0]);
const whole = await sampleExport();
const verify = (bytes: Uint8Array<ArrayBuffer>) =>
	verifyExport(bytes, { subtle, key, root: null, receipt: null });
const codes = (faults: readonly Fault[]): string[] => faults.map(({ code }) => code);

describe('[C34] any byte of a file', () => {
	const at = fc.nat({ max: whole.byteLength - 1 });
	const isFound = async (bytes: Uint8Array<ArrayBuffer>): Promise<void> => {
		const verdict = await verify(bytes);
		expect(outcomeOf(verdict, [])).toBe('wrong');
		expect(verdict.faults[0]?.code).toBeTypeOf('string');
	};

	test('that is changed is found', async () => {
		const change = fc.tuple(at, fc.integer({ min: 1, max: 255 }));
		await fc.assert(
			fc.asyncProperty(change, async ([place, by]) => {
				const bytes = whole.slice();
				bytes[place] = (bytes[place] ?? 0) ^ by;
				await isFound(bytes);
			}),
			{ numRuns: 1000 }
		);
	});

	test('that makes a number larger than all numbers is found, and where', async () => {
		const text = new TextDecoder().decode(whole);
		const beyond = text.replace(/"serverAt":\d+/, '"serverAt":1e9999');
		const { faults } = await verify(new TextEncoder().encode(beyond));
		expect(faults).toMatchObject([
			{ code: 'not-canonical', member: `character ${String(beyond.indexOf('1e9999'))}` }
		]);
	});

	test('that is removed, or repeated, is found', async () => {
		const span = fc.tuple(at, fc.integer({ min: 1, max: 400 }), fc.boolean());
		await fc.assert(
			fc.asyncProperty(span, async ([from, length, twice]) => {
				const rest = whole.subarray(twice ? from : from + length);
				await isFound(joined(whole.subarray(0, twice ? from + length : from), rest));
			}),
			{ numRuns: 500 }
		);
	});

	test('that stands in the place of another is found', async () => {
		await fc.assert(
			fc.asyncProperty(at, at, async (one, other) => {
				fc.pre(whole[one] !== whole[other]);
				const bytes = whole.slice();
				[bytes[one], bytes[other]] = [bytes[other] ?? 0, bytes[one] ?? 0];
				await isFound(bytes);
			}),
			{ numRuns: 500 }
		);
	});

	test('every bit of the signature and of the key counts', async () => {
		const text = new TextDecoder().decode(whole);
		for (const hex of [text.slice(-130, -2), SAMPLE_KEYS[0].public]) {
			const start = text.lastIndexOf(hex);
			for (let digit = 0; digit < hex.length; digit += 1) {
				const bytes = whole.slice();
				const place = new TextEncoder().encode(text.slice(0, start + digit)).byteLength;
				bytes[place] = (parseInt(hex[digit] ?? '', 16) ^ 1).toString(16).charCodeAt(0);
				await isFound(bytes);
			}
		}
	});

	test('another spelling of the same is told with its place', async () => {
		const text = new TextDecoder().decode(whole);
		const spellings = [text.replace('{"export"', '{ "export"'), `${text}\n`, `\ufeff${text}`];
		const [spaced, ended] = await Promise.all(
			spellings.map((one) => verify(new TextEncoder().encode(one)))
		);
		expect(spaced?.faults).toMatchObject([{ code: 'not-canonical', member: 'byte 1' }]);
		expect(ended?.faults).toMatchObject([
			{ code: 'not-canonical', member: `byte ${String(whole.byteLength)}` }
		]);
		expect(codes((await verify(new TextEncoder().encode(spellings[2]))).faults)).toEqual([
			'not-json'
		]);
		const twice = text.replace('"version":1}', '"version":1,"version":1}');
		expect(codes((await verify(new TextEncoder().encode(twice))).faults)).toContain(
			'not-canonical'
		);
	});
});

function joined(one: Uint8Array, other: Uint8Array): Uint8Array<ArrayBuffer> {
	const bytes = new Uint8Array(one.byteLength + other.byteLength);
	bytes.set(one);
	bytes.set(other, one.byteLength);
	return bytes;
}
