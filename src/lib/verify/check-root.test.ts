import { describe, expect, test } from 'vitest';
import { digest } from '../attempt/testing/events.ts';
import { publishedRoot } from './check-root.ts';
import type { ExportContent } from './export-format.ts';
import { outcomeOf } from './fault.ts';
import { codes, EXPECTED, faultsOf, rechained, verify } from './testing/altered-export.ts';
import { sampleContent, sampleExport, sealAs } from './testing/sample-export.ts';

const content = await sampleContent();
const whole = await sampleExport();

describe('[C34] signature, key and root', () => {
	test('an export by another key is told from ours', async () => {
		const foreign = await sampleExport(1);
		const { faults, steps } = await verify(foreign);
		expect(faults).toMatchObject([{ code: 'key-other', expected: EXPECTED }]);
		expect(steps.signature).toBe('right');
	});

	test('a log that grew after closing still has the closed head; one that was rewritten has not', async () => {
		expect(content.sitting.closed?.leaf?.seq).toBeLessThan(content.head.seq);
		const faults = await faultsOf(({ lines, head }) => {
			const forged = rechained(
				lines.map((line) => (line.seq === 6 ? { ...line, clientAt: 1 } : line))
			);
			return { lines: forged, head: { ...head, hash: forged.at(-1)?.hash } };
		});
		expect(codes(faults)).toEqual(['root-path 10']);
	});

	test('another root, count, path, time or signature, and no leaf at all', async () => {
		const closed = (change: object) =>
			faultsOf(({ sitting }) => ({
				sitting: { ...sitting, closed: { ...sitting.closed, ...change } }
			})).then(codes);
		const leaf = content.sitting.closed?.leaf;
		expect(await closed({ root: digest(1) })).toEqual([
			'root-other',
			'root-path 10',
			'root-signature'
		]);
		expect(await closed({ count: 1 })).toEqual(['root-path 10', 'root-signature']);
		expect(await closed({ closedAt: 1 })).toEqual(['root-signature']);
		expect(await closed({ signature: '0'.repeat(128) })).toEqual(['root-signature']);
		expect(await closed({ leaf: { ...leaf, path: [] } })).toEqual(['root-path 10']);
		expect(await closed({ leaf: { ...leaf, seq: 99 } })).toEqual(['root-line 99']);
		expect(await closed({ leaf: null })).toEqual(['root-absent']);
	});

	test('is right only when it was compared with what was published elsewhere', async () => {
		const { steps, faults } = await verify(whole);
		expect([faults, steps.root]).toEqual([[], 'right']);
		const alone = await verify(whole, { root: null });
		expect([alone.faults, alone.steps.root]).toEqual([[], 'open']);
		const other = await verify(whole, { root: digest(1) });
		expect(other.steps.root).toBe('wrong');
		expect(other.faults).toMatchObject([
			{ code: 'root-other', expected: digest(1), found: content.sitting.closed?.root }
		]);
	});

	test('of a file from before closing is not compared, whatever was asked; a fault inside is told anyway', async () => {
		const { sitting } = content;
		const early = await verify(
			await sealAs(0, { ...content, sitting: { ...sitting, closed: null } })
		);
		expect([early.faults, early.steps.root]).toEqual([[], 'open']);
		expect(outcomeOf(early, ['key', 'root'])).toBe('uncompared');
		expect(outcomeOf(early, ['key'])).toBe('right');
		const absent = (all: ExportContent) => ({
			sitting: { ...all.sitting, closed: { ...all.sitting.closed, leaf: null } }
		});
		expect(codes(await faultsOf(absent, { root: null }))).toEqual(['root-absent']);
	});
});

test('[C34] a root as it is published: its digits, or the JSON of this site', () => {
	const root = digest(0xabc);
	const json = { v: 1, sitting: 'MN-0900', closedAt: 1, count: 3, root, signature: '' };
	expect(publishedRoot(root.toUpperCase())).toBe(root);
	expect(publishedRoot(` ${root.slice(0, 32)} ${root.slice(32)}\n`)).toBe(root);
	expect(publishedRoot(JSON.stringify(json, null, 2))).toBe(root);
	for (const odd of ['', '12ab', '{', 'null', '{}', JSON.stringify({ ...json, v: 2 })])
		expect(publishedRoot(odd)).toBeNull();
});
