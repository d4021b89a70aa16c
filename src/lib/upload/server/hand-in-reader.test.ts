// The reader against every damage to every frame, and random ones: a byte that comes out is a byte that went in.
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createMemoryVault } from '../../recording/testing/memory-vault.ts';
import { ATTEMPT, LEASE, partHeader } from '../../recording/testing/factories.ts';
import { frameCipher, unwrapContentKey } from '../hand-in-crypto.ts';
import { DAMAGE, framesOf } from '../testing/hand-in-damage.ts';
import { addPart, handInBytes } from '../testing/sample-hand-in.ts';
import vector from '../testing/hand-in-vector.json' with { type: 'json' };
import { temporaryFolder, type TemporaryFolder } from '../testing/temporary-folder.ts';
import { FrameFault, openHandIn } from './hand-in-reader.ts';

const FRAME = 300;
const SIZES = [700, 0, 450, 1200];

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 3072 });
const pkcs8 = new Uint8Array(privateKey.export({ type: 'pkcs8', format: 'der' }));
const key = {
	id: randomUUID(),
	spki: publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
};

let folder: TemporaryFolder;
let file: Buffer;
let film: Buffer[];

beforeAll(async () => {
	folder = await temporaryFolder();
	const vault = createMemoryVault();
	film = [];
	for (const [at, size] of SIZES.entries())
		film.push(await addPart(vault, partHeader({ id: randomUUID(), startedAt: at }), size, at));
	file = await handInBytes({
		...{ vault, key, attempt: ATTEMPT, lease: LEASE, token: 'secret' },
		...{ commands: [], now: 1, frameBytes: FRAME }
	});
});
afterAll(() => folder.remove());

/** @returns each part's bytes, or the code of what stopped it; and what was said about the whole file */
async function readAll(
	bytes: Buffer,
	privateBytes = pkcs8
): Promise<{ whole: string | null; parts: (Buffer | string)[] }> {
	const path = join(folder.path, randomUUID());
	await writeFile(path, bytes);
	const opened = await openHandIn(path);
	if (!opened.ok) return { whole: opened.error.code, parts: [] };
	const { prelude, open, close } = opened.value;
	try {
		const { file: id, wrapped } = prelude.envelope;
		const sealed = new Uint8Array(Buffer.from(wrapped, 'base64'));
		const secret = await unwrapContentKey(crypto.subtle, privateBytes, id, sealed);
		if (!secret) return { whole: 'hand-in.damaged', parts: [] };
		const content = await open(await frameCipher(crypto.subtle, secret, prelude.bytes));
		if (!content.ok) return { whole: content.error.code, parts: [] };
		const parts = [];
		for (const { part, start } of content.value.places)
			parts.push(await collect(content.value.read(start, start + part.bytes)));
		return { whole: content.value.fault, parts };
	} finally {
		await close();
	}
}

async function collect(pieces: AsyncIterable<Uint8Array>): Promise<Buffer | string> {
	const read: Uint8Array[] = [];
	try {
		for await (const piece of pieces) read.push(piece);
	} catch (fault) {
		if (fault instanceof FrameFault) return fault.code;
		throw fault;
	}
	return Buffer.concat(read);
}

async function expectNoticed(copy: Buffer, about: string): Promise<void> {
	const { whole, parts } = await readAll(copy);
	for (const [at, part] of parts.entries())
		if (typeof part !== 'string')
			expect(part.equals(film[at] ?? Buffer.alloc(0)), about).toBe(true);
	const said = [whole, ...parts.filter((part) => typeof part === 'string')];
	expect(said.filter((code) => code !== null).length, about).toBeGreaterThan(0);
}

test('[C24] a file as it was made gives back every byte', async () => {
	const { whole, parts } = await readAll(file);
	expect(whole).toBeNull();
	expect(parts).toEqual(film);
});

test('[C24] every frame flipped, missing, repeated, swapped or ended at is noticed', async () => {
	const last = framesOf(file, FRAME) - 1;
	expect(last).toBeGreaterThan(9);
	for (const [kind, damage] of Object.entries(DAMAGE))
		for (let n = 0; n <= last; n++) {
			const nothing = n === last && (kind === 'swapped' || kind === 'ended');
			if (!nothing) await expectNoticed(damage(file, FRAME, n), `${kind} ${n}`);
		}
});

test('[C24] random flips and cuts anywhere, prelude included, are noticed', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.nat(file.byteLength - 1),
			fc.integer({ min: 1, max: 255 }),
			async (at, mask) => {
				const flipped = Buffer.from(file);
				flipped.writeUInt8(flipped.readUInt8(at) ^ mask, at);
				await expectNoticed(flipped, `flip at ${at}`);
				await expectNoticed(file.subarray(0, at), `cut at ${at}`);
			}
		),
		{ numRuns: 60 }
	);
});

test('[C24] frames of another file do not fit, even for the same attempt', async () => {
	const vault = createMemoryVault();
	await addPart(vault, partHeader({ id: randomUUID() }), 4000, 9);
	const other = await handInBytes({
		...{ vault, key, attempt: ATTEMPT, lease: LEASE, token: 'secret' },
		...{ commands: [], now: 1, frameBytes: FRAME }
	});
	const begin = 12 + file.readUInt16BE(10);
	for (let n = 0; n < framesOf(file, FRAME) - 1; n++) {
		const from = begin + n * (FRAME + 16);
		const copy = Buffer.from(file);
		other.copy(copy, from, from, from + FRAME + 16);
		await expectNoticed(copy, `transplanted ${n}`);
	}
});

test('[C24] the vector of docs/spec/hand-in.md opens, as it must for ever', async () => {
	const pair = new Uint8Array(Buffer.from(vector.privateKey, 'base64'));
	const { whole, parts } = await readAll(Buffer.from(vector.file, 'base64'), pair);
	expect(whole).toBeNull();
	expect(parts).toEqual(vector.parts.map((part) => Buffer.from(part, 'base64')));
});
