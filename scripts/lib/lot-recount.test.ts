import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, test } from 'vitest';
import { commitmentOf, commitToSeed, drawDigestOf, drawOrder } from '../../src/lib/exam/lot.ts';
import { checkLot, type PublishedLot } from '../../src/lib/exam/published-lot.ts';
import { VECTOR, VECTOR_PEOPLE } from '../../src/lib/exam/testing/lot-vector.ts';
import { sha256OfText } from '../../src/lib/shared/digest.ts';
import { leafFrom, recountLot } from './lot-recount.ts';

const run = promisify(execFile);
const folder = await mkdtemp(join(tmpdir(), 'duimian-lot-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

function lotOf(n: number, count: number): PublishedLot {
	const seed = Uint8Array.fromHex(sha256OfText(`seed ${String(n)}`));
	const room = `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
	const leaves = Array.from({ length: count }, (_, i) =>
		sha256OfText(`${room} ${String(i)}`)
	).sort();
	const roster = { room, leaves, frozenAt: 2 ** 33 + n, seedCommitment: commitToSeed(seed) };
	const commitment = commitmentOf(roster);
	const value = { text: `号码 ${String(n)} 🎲`, at: 2 ** 41 + n };
	return {
		...roster,
		...{ format: 'duimian-lot/1', commitment, seed: seed.toHex() },
		...{ publicValue: value.text, publicValueAt: value.at },
		drawDigest: drawDigestOf(commitment, value, drawOrder(leaves, seed, value.text))
	};
}

describe('[C12] the independent recount', () => {
	test.each([1, 2, 17, 200])('agrees with the page for %i leaves', (count) => {
		const lot = lotOf(count, count);
		const { numbers, ...rest } = recountLot(lot);
		expect(rest).toEqual({ faults: [], pending: [] });
		expect([...(numbers ?? [])].map(([leaf]) => leaf)).toEqual(checkLot(lot).draws);
	});

	test('agrees with the vector, person by person', () => {
		const { numbers } = recountLot(VECTOR);
		for (const { salt, attempt, leaf, number } of VECTOR_PEOPLE) {
			expect(leafFrom(salt, attempt)).toBe(leaf);
			expect(numbers?.get(leaf)).toBe(number);
		}
	});

	test('notices each altered item', () => {
		const another = 'f'.repeat(64);
		const changes: Partial<PublishedLot>[] = [
			{ room: VECTOR.room.replace('aa', 'ab') },
			{ leaves: VECTOR.leaves.slice(1) },
			{ leaves: [...VECTOR.leaves].reverse() },
			{ frozenAt: VECTOR.frozenAt + 1 },
			{ seedCommitment: another },
			{ commitment: another },
			{ publicValue: 'another' },
			{ publicValueAt: VECTOR.frozenAt },
			{ drawDigest: another },
			{ seed: another }
		];
		for (const change of changes)
			expect(recountLot({ ...VECTOR, ...change }).faults, JSON.stringify(change)).not.toEqual([]);
	});

	test('shares no code with the server', async () => {
		for (const file of ['lib/lot-recount.ts', 'verify-lot.ts']) {
			const source = await readFile(join(import.meta.dirname, '..', file), 'utf8');
			const imports = [...source.matchAll(/from '([^']+)'/g)].map(([, from]) => from);
			expect(imports.filter((from) => !from?.startsWith('node:'))).toEqual(
				file === 'verify-lot.ts' ? ['./lib/lot-recount.ts'] : []
			);
		}
	});
});

describe('[C12] npm run verify-lot', () => {
	const script = join(import.meta.dirname, '..', 'verify-lot.ts');
	async function verify(lot: PublishedLot | null, ...more: string[]) {
		const file = join(folder, 'lot.json');
		await writeFile(file, JSON.stringify({ lot }));
		return run(process.execPath, [script, file, ...more]).then(
			({ stdout }) => ({ code: 0, stdout }),
			(failed: { code: number; stdout: string }) => ({ code: failed.code, stdout: failed.stdout })
		);
	}

	test('prints the numbers and the holder’s own', async () => {
		const [{ salt, attempt, leaf, number }] = VECTOR_PEOPLE;
		const { code, stdout } = await verify(VECTOR, '--salt', salt, '--attempt', attempt);
		expect(code).toBe(0);
		expect(stdout).toContain(`    ${String(number)}  ${leaf}`);
		expect(stdout).toContain(`凭据 receipt  ${leaf}  ${String(number)}`);
	});

	test('ends with 1 when something is altered, with 2 when not all is published', async () => {
		expect((await verify({ ...VECTOR, seed: 'f'.repeat(64) })).code).toBe(1);
		expect((await verify({ ...VECTOR, seed: null })).code).toBe(2);
		expect((await verify(null)).code).toBe(2);
	});
});
