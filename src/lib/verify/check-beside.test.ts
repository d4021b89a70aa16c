import { describe, expect, test } from 'vitest';
import { EVENT_PAYLOAD } from '../attempt/event-payloads.ts';
import { digest } from '../attempt/testing/events.ts';
import { leavingState, type ExportContent } from './export-format.ts';
import { codes, faultsOf, rechained } from './testing/altered-export.ts';

const payloads = (change: (all: ExportContent['payloads']) => unknown[]) =>
	faultsOf((all) => ({ payloads: change(all.payloads) })).then(codes);

test('[C34] of all that may lie beside a line only comments leave', () => {
	const leaving = Object.keys(EVENT_PAYLOAD).filter((type) => leavingState(type) === 'given');
	expect(leaving).toEqual(['incident.commented']);
	expect(leavingState('of.another.version')).toBe('withheld');
});

describe('[C34] what stands beside the log', () => {
	test('a word that was changed, its salt too', async () => {
		for (const change of [{ content: { text: '没有弯腰。' } }, { salt: 'salt-9' }])
			expect(
				await payloads((all) =>
					all.map((one) => (one.state === 'given' ? { ...one, ...change } : one))
				)
			).toEqual(['payload-digest 8']);
	});

	test('an entry that is missing, doubled, of no line, or kept back without a right to it', async () => {
		expect(await payloads(([, ...rest]) => rest)).toEqual(['payload-missing 5']);
		expect(await payloads(([one, ...rest]) => [one, one, ...rest])).toEqual(['payload-order 5']);
		expect(await payloads((all) => [{ seq: 1, state: 'erased' }, ...all])).toEqual([
			'payload-unknown 1'
		]);
	});

	test.each([
		[5, 'sealed', 'a word is no picture'],
		[7, 'withheld', 'a picture is no word'],
		[8, 'withheld', 'comments leave'],
		[8, 'sealed', 'comments leave']
	])('line %i as %s: %s', async (seq, state) => {
		expect(
			await payloads((all) => all.map((one) => (one.seq === seq ? { seq, state } : one)))
		).toEqual([`payload-withheld ${String(seq)}`]);
	});

	test('of what is withheld or kept closed neither content nor salt can be in a file', async () => {
		for (const more of [{ salt: 'salt-5' }, { content: { text: '听不到声音。' } }])
			expect(await payloads(([one, ...rest]) => [{ ...one, ...more }, ...rest])).toContain(
				'wrong-form'
			);
	});

	test('a part that is missing, unknown, doubled, or of another length', async () => {
		const parts = (change: (all: ExportContent['parts']) => unknown[]) =>
			faultsOf((all) => ({ parts: change(all.parts) })).then(codes);
		expect(await parts(([one]) => [one])).toEqual(['part-missing']);
		expect(await parts(([one, two]) => [one, two, two])).toEqual(['part-unknown']);
		expect(
			await parts(([one, two]) => [one, { ...two, verified: { bytes: 1, sha256: digest(1) } }])
		).toEqual(['part-differs', 'part-differs']);
	});

	test('an announcement that is no object stops nothing', async () => {
		const faults = await faultsOf(({ lines, head }) => {
			const forged = rechained(
				lines.map((line) => (line.seq === 3 ? { ...line, data: null } : line))
			);
			return { lines: forged, head: { ...head, hash: forged.at(-1)?.hash } };
		});
		expect(codes(faults)).toEqual(expect.arrayContaining(['line-data 3', 'part-unknown']));
	});
});
