// The part store without a disk, for tests of what stands on it. The contract suite keeps it honest.
import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { refuse } from '../../shared/errors.ts';
import { err, ok } from '../../shared/result.ts';
import type { PartBytes } from '../ports.ts';

export function memoryPartBytes(): PartBytes {
	const parts = new Map<string, Buffer>();
	const tails = new Map<string, Promise<unknown>>();
	const key = (attempt: string, part: string): string => `${attempt}/${part}`;

	function inTurn<T>(name: string, work: () => Promise<T>): Promise<T> {
		const turn = (tails.get(name) ?? Promise.resolve()).then(work);
		tails.set(
			name,
			turn.catch(() => {})
		);
		return turn;
	}

	const append = async (name: string, offset: number, body: Readable, limit: number) => {
		const kept = parts.get(name);
		if (!kept) return err(refuse('part.not-found'));
		const size = kept.byteLength;
		if (offset !== size) return err({ ...refuse('part.wrong-offset'), size });
		const all = Buffer.concat([kept, ...(await whatComes(body))]);
		parts.set(name, all.subarray(0, limit));
		if (all.byteLength > limit) return err({ ...refuse('part.too-large'), size: limit });
		return ok(all.byteLength);
	};

	return {
		async create(attempt, part) {
			const name = key(attempt, part);
			if (parts.has(name)) return false;
			parts.set(name, Buffer.alloc(0));
			return true;
		},
		async size(attempt, part) {
			return parts.get(key(attempt, part))?.byteLength ?? null;
		},
		append(attempt, part, offset, body, limit) {
			const name = key(attempt, part);
			return inTurn(name, () => append(name, offset, body, limit));
		},
		async digest(attempt, part) {
			const kept = parts.get(key(attempt, part)) ?? Buffer.alloc(0);
			return { bytes: kept.byteLength, sha256: createHash('sha256').update(kept).digest('hex') };
		},
		async setAside(attempt, part) {
			parts.set(key(attempt, part), Buffer.alloc(0));
		},
		async release() {}
	};
}

async function whatComes(body: Readable): Promise<Buffer[]> {
	const chunks: Buffer[] = [];
	try {
		for await (const chunk of body as AsyncIterable<Buffer>) chunks.push(chunk);
	} catch {
		// cut off: what came is kept
	}
	return chunks;
}
