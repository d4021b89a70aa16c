import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LogLine } from '../attempt/event-log.ts';
import { digest } from '../attempt/testing/events.ts';
import { outcomeOf } from './fault.ts';
import { codes, EXPECTED, faultsOf, rechained, verify } from './testing/altered-export.ts';
import { sampleContent, sampleExport, sampleReceipt } from './testing/sample-export.ts';

const content = await sampleContent();
const whole = await sampleExport();

/** Of the file that was kept. */
const KEPT_ROOT = '29f1d4125c3335bd6a5f2db3e658dc4ecf1503852fbffc106fee7c2616ce0839';

describe('[C34] an export that is whole', () => {
	test('one that was kept agrees for ever', async () => {
		const kept = await readFile(new URL('./testing/export-vector.txt', import.meta.url));
		const verdict = await verify(new Uint8Array(kept), { root: KEPT_ROOT });
		expect(verdict.faults).toEqual([]);
		expect(verdict.steps).toMatchObject({ signature: 'right', key: 'right', root: 'right' });
	});

	test('agrees in every step', async () => {
		const verdict = await verify(whole, { receipt: JSON.stringify(sampleReceipt(content)) });
		expect(verdict.faults).toEqual([]);
		expect(new Set(Object.values(verdict.steps))).toEqual(new Set(['right']));
		expect(outcomeOf(verdict, ['key', 'root', 'receipt'])).toBe('right');
		const beside = { given: 1, erased: 1, sealed: 1, withheld: 1 };
		expect(verdict.facts).toMatchObject({ lines: 13, parts: 2, beside });
	});

	test('keeps both times of what came late', () => {
		const told = content.lines.find(({ type }) => type === 'help.sent');
		expect(told).toMatchObject({ clientAt: (told?.serverAt ?? 0) - 1000 });
	});

	test('without Ed25519 everything else is checked, and that is said', async () => {
		for (const without of [undefined, withoutEd25519]) {
			const verdict = await verify(whole, { subtle: without });
			expect(verdict.steps).toMatchObject({ chain: 'right', signature: 'open', root: 'open' });
			expect(outcomeOf(verdict, ['key', 'root'])).toBe('unable');
		}
	});

	test('a key or a receipt that is not given is open, not wrong', async () => {
		const verdict = await verify(whole, { key: null });
		expect(verdict.steps).toMatchObject({ key: 'open', receipt: 'open' });
		expect(verdict.facts?.fingerprint).toBe(EXPECTED);
		expect(outcomeOf(verdict, [])).toBe('right');
		expect(outcomeOf(verdict, ['key'])).toBe('uncompared');
	});
});

const withoutEd25519 = {
	importKey: () => Promise.reject(new DOMException('', 'NotSupportedError'))
} as unknown as SubtleCrypto;

describe('[C34] what is not an export is said', () => {
	test.each([
		['{"export":', 'not-json'],
		['[]', 'other-format'],
		['null', 'other-format'],
		['{"export":{"format":"duimian-attempt","version":2}}', 'other-version'],
		['{"export":{"format":"duimian-attempt","version":1}}', 'wrong-form']
	])('%s', async (text, code) => {
		const verdict = await verify(new TextEncoder().encode(text));
		expect(codes(verdict.faults)[0]).toBe(code);
		expect(verdict.steps).toMatchObject({ form: 'wrong', chain: 'open', receipt: 'open' });
	});

	test('bytes that are no text, numbers beyond all numbers, members without end', async () => {
		expect(codes((await verify(Uint8Array.of(0x7b, 0xff))).faults)).toEqual(['not-text']);
		const odd = [`1e999`, `${'['.repeat(50_000)}${']'.repeat(50_000)}`].map(
			(more) => `{"export":{"format":"duimian-attempt","version":1,"more":${more}}}`
		);
		for (const text of odd)
			expect(codes((await verify(new TextEncoder().encode(text))).faults)[0]).toBe('not-canonical');
	});

	test('a member too many, or of another form, is told with its line', async () => {
		const faults = await faultsOf(({ lines }) => ({
			lines: lines.map((line) => (line.seq === 4 ? { ...line, hash: 'A'.repeat(64) } : line))
		}));
		expect(faults).toMatchObject([{ code: 'wrong-form', line: 4, member: 'export.lines.4.hash' }]);
		expect(codes(await faultsOf(() => ({ more: 1 })))).toEqual(['wrong-form']);
	});
});

describe('[C34] a log that was altered is found where it breaks, whoever signed it', () => {
	test('a line that was changed', async () => {
		const faults = await faultsOf(({ lines }) => ({
			lines: lines.map((line) => (line.seq === 5 ? { ...line, serverAt: line.serverAt + 1 } : line))
		}));
		expect(codes(faults)).toEqual(['line-hash 5']);
	});

	test('a line that was removed, repeated, or changed places', async () => {
		const away = await faultsOf(({ lines }) => ({ lines: lines.filter(({ seq }) => seq !== 3) }));
		expect(codes(away)).toEqual(expect.arrayContaining(['line-missing 3', 'line-previous 4']));
		const twice = await faultsOf(({ lines }) => ({
			lines: lines.flatMap((line) => (line.seq === 3 ? [line, line] : [line]))
		}));
		expect(codes(twice)).toEqual(expect.arrayContaining(['line-missing 4', 'line-previous 3']));
		const swapped = await faultsOf(({ lines: [a, b, c, ...rest] }) => ({
			lines: [a, c, b, ...rest]
		}));
		expect(codes(swapped)[0]).toBe('line-missing 1');
	});

	test('several faults are all told', async () => {
		const faults = await faultsOf(({ lines, head, parts: [one, ...others] }) => ({
			lines: lines.map((line) => ([2, 6].includes(line.seq) ? { ...line, clientAt: 1 } : line)),
			head: { ...head, hash: digest(1) },
			parts: [{ ...one, verified: { bytes: 10, sha256: digest(7) } }, ...others]
		}));
		expect(codes(faults)).toEqual([
			'line-hash 2',
			'line-hash 6',
			'part-differs',
			'head-differs 12'
		]);
	});

	test('a chain that was made anew: the log must be one that can be', async () => {
		const faults = await faultsOf(({ lines, head }) => {
			const forged = rechained(
				lines.map((line) =>
					line.type === 'part.verified'
						? { ...line, type: 'upload.completed', data: { parts: 1, bytes: 9 } }
						: line
				)
			);
			return { lines: forged, head: { ...head, hash: forged.at(-1)?.hash } };
		});
		expect(codes(faults)).toEqual(expect.arrayContaining(['line-refused 11', 'part-differs']));
	});

	test('a type that is not known, data of another form, no beginning', async () => {
		const faulty = (change: Partial<LogLine>, at = 6) =>
			faultsOf(({ lines, head }) => {
				const forged = rechained(
					lines.map((line) => (line.seq === at ? { ...line, ...change } : line))
				);
				return { lines: forged, head: { ...head, hash: forged.at(-1)?.hash } };
			});
		expect(codes(await faulty({ type: 'toString' }))).toContain('line-type 6');
		expect(codes(await faulty({ type: 'time.granted', data: { ms: -1 } }))).toContain(
			'line-data 6'
		);
		expect(codes(await faulty({ data: null }, 0))).toContain('line-data 0');
		expect(codes(await faulty({ type: 'results.published' }, 0))).toContain('line-type 0');
	});

	test('any cut of the end is found with the head of a receipt', async () => {
		const receipt = JSON.stringify(sampleReceipt(content));
		const most = content.lines.length - 2;
		await fc.assert(
			fc.asyncProperty(fc.integer({ min: 1, max: most }), async (count) => {
				const faults = await faultsOf(
					({ lines, payloads, sitting }) => {
						const kept = lines.slice(0, count);
						const { seq, hash } = kept.at(-1) ?? { seq: 0, hash: '' };
						return {
							...{ lines: kept, head: { seq, hash }, sitting: { ...sitting, closed: null } },
							payloads: payloads.filter((payload) => payload.seq < count)
						};
					},
					{ receipt }
				);
				expect(codes(faults)).toContain(`receipt-head ${String(most)}`);
			})
		);
	});
});

describe('[C34] a receipt', () => {
	const receipt = sampleReceipt(content);
	const held = (text: string) =>
		verify(whole, { receipt: text }).then(({ faults }) => codes(faults));

	test('as the saved page, or its JSON alone', async () => {
		const json = JSON.stringify(receipt, null, '\t').replaceAll('<', '\\u003c');
		expect(
			await held(`<html><script type="application/json" id="receipt">${json}</script></html>`)
		).toEqual([]);
		expect(await held(json)).toEqual([]);
	});

	test('what it names differently is told', async () => {
		const other = (change: object) => held(JSON.stringify({ ...receipt, ...change }));
		expect(await other({ head: { seq: 10, hash: digest(1) } })).toEqual(['receipt-head 10']);
		expect(await other({ head: { seq: 40, hash: digest(1) } })).toEqual(['receipt-head 40']);
		expect(await other({ sitting: 'MN-1400' })).toEqual(['receipt-sitting']);
		expect(await other({ lot: { ...receipt.lot, number: 18 } })).toEqual(['receipt-lot']);
		expect(await other({ lot: { ...receipt.lot, attempt: 'x' } })).toEqual(['receipt-lot']);
		expect(await other({ lot: null })).toEqual([]);
		expect(await other({ tracks: [{ track: 'screen', digests: [digest(7)] }] })).toEqual([
			'receipt-digest'
		]);
		expect(await held('<html></html>')).toEqual(['receipt-form']);
	});
});
