import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, test } from 'vitest';
import { fingerprintOf } from '../src/lib/verify/signing.ts';
import { SAMPLE_KEYS, sampleContent, sealAs } from '../src/lib/verify/testing/sample-export.ts';

const run = promisify(execFile);
const script = join(import.meta.dirname, 'verify.ts');
const folder = await mkdtemp(join(tmpdir(), 'verify-'));
afterAll(() => rm(folder, { recursive: true }));

const content = await sampleContent();
const { sitting } = content;
const file = join(folder, 'attempt.json');
await writeFile(file, await sealAs(0, content));
const early = join(folder, 'early.json');
await writeFile(early, await sealAs(0, { ...content, sitting: { ...sitting, closed: null } }));
const KEY = ['--key', fingerprintOf(SAMPLE_KEYS[0])];
const ROOT = sitting.closed?.root ?? '';

async function verify(...args: string[]): Promise<{ code: number; said: string; last: string }> {
	const { code, said } = await run(process.execPath, [script, ...args]).then(
		({ stdout }) => ({ code: 0, said: stdout }),
		(failed: { code: number; stdout: string; stderr: string }) => ({
			...{ code: failed.code, said: failed.stdout + failed.stderr }
		})
	);
	return { code, said, last: said.trim().split('\n').at(-1) ?? '' };
}

describe('[C34] npm run verify', () => {
	test('ends with 0 only when all that was asked agrees', async () => {
		expect(await verify(file, ...KEY)).toMatchObject({ code: 0 });
		expect(await verify(file, ...KEY, '--root', ROOT)).toMatchObject({ code: 0 });
		expect(await verify(file, ...KEY, '--root', '1'.repeat(64))).toMatchObject({ code: 1 });
		expect(await verify(file, '--key', '1'.repeat(64))).toMatchObject({ code: 1 });
	});

	test('a key that nobody named is not compared: 2, said last, unless that is what was wanted', async () => {
		const { code, last } = await verify(file);
		expect([code, last]).toEqual([2, expect.stringContaining('--key')]);
		expect(await verify(file, '--no-key')).toMatchObject({ code: 0 });
		expect(await verify(file, '--no-key', ...KEY)).toMatchObject({ code: 2 });
	});

	test('a root is read as digits or from what this site published; before closing there is none', async () => {
		const published = join(folder, 'root.json');
		await writeFile(published, JSON.stringify({ v: 1, sitting: 'MN-0900', root: ROOT }));
		expect(await verify(file, ...KEY, '--root', published)).toMatchObject({ code: 0 });
		const { code, last } = await verify(early, ...KEY, '--root', ROOT);
		expect([code, last]).toEqual([2, expect.stringContaining('--root')]);
		await writeFile(published, '{}');
		expect(await verify(file, ...KEY, '--root', published)).toMatchObject({ code: 2 });
		expect(await verify(file, ...KEY, '--root', 'nowhere')).toMatchObject({ code: 2 });
	});

	test('what is withheld is counted', async () => {
		const { said } = await verify(file, ...KEY);
		expect(said).toMatch(/withheld, digest only 1/);
	});
});
