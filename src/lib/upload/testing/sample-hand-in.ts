// A device with recordings that were not uploaded, and the file it saves; for tests of both sides.
import { createHash } from 'node:crypto';
import type { MemoryVault } from '../../recording/testing/memory-vault.ts';
import { bytesOf } from '../../recording/testing/factories.ts';
import type { PartHeader } from '../../recording/part.ts';
import { prepareHandIn, type HandInSource } from '../browser/hand-in-file.ts';

/** Adds a closed part of `size` bytes that nobody has seen yet. */
export async function addPart(
	vault: MemoryVault,
	header: PartHeader,
	size: number,
	seed = 1
): Promise<Buffer> {
	const bytes = bytesOf(size, seed);
	await vault.createPart(header);
	if (size > 0) await vault.append(header.id, bytes, 1000);
	const data = Buffer.from(bytes);
	await vault.closePart(header.id, createHash('sha256').update(data).digest('hex'));
	return data;
}

/** The whole file as it would lie on a drive. */
export async function handInBytes(source: HandInSource): Promise<Buffer> {
	const prepared = await prepareHandIn(source);
	if (!prepared.ok) throw new Error(prepared.error.code);
	const pieces: Uint8Array[] = [];
	await prepared.value.write(
		{
			write: (bytes) => Promise.resolve(void pieces.push(bytes)),
			close: () => Promise.resolve(),
			abort: () => Promise.resolve()
		},
		() => {}
	);
	return Buffer.concat(pieces);
}
