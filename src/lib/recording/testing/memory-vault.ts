// A vault in memory, with a quota that a test sets.
import type { AppendOutcome, StoredPart, Vault } from '../ports.ts';

export interface MemoryVault extends Vault {
	/** Bytes; Infinity at first. */
	quota: number;
	readonly used: number;
	/** Everything stored of a part, for comparison. */
	bytes(part: string): Uint8Array;
}

export function createMemoryVault(): MemoryVault {
	const parts = new Map<string, StoredPart>();
	const chunks = new Map<string, Uint8Array<ArrayBuffer>>();
	let quota = Infinity;

	function must(id: string): StoredPart {
		const part = parts.get(id);
		if (!part) throw new Error(`no part ${id}`);
		return part;
	}
	const used = (): number => [...chunks.values()].reduce((sum, one) => sum + one.byteLength, 0);
	const change = (id: string, fields: Partial<StoredPart>): void => {
		parts.set(id, { ...must(id), ...fields });
	};

	return {
		get quota() {
			return quota;
		},
		set quota(bytes) {
			quota = bytes;
		},
		get used() {
			return used();
		},
		bytes: (id) => chunks.get(id) ?? new Uint8Array(),
		createPart(header) {
			if (used() >= quota) return Promise.resolve<AppendOutcome>('full');
			if (parts.has(header.id)) return Promise.reject(new Error(`part ${header.id} exists`));
			parts.set(header.id, {
				...header,
				stored: 0,
				storedMs: 0,
				acked: 0,
				closed: false,
				sha256: null,
				uploadUrl: null,
				verified: false,
				freed: false
			});
			return Promise.resolve<AppendOutcome>('stored');
		},
		async append(id, chunk, storedMs) {
			await Promise.resolve();
			const part = must(id);
			if (part.closed) throw new Error(`part ${id} is closed`);
			if (used() + chunk.byteLength > quota) return 'full';
			const before = chunks.get(id) ?? new Uint8Array();
			const after = new Uint8Array(before.byteLength + chunk.byteLength);
			after.set(before);
			after.set(new Uint8Array(chunk), before.byteLength);
			chunks.set(id, after);
			change(id, { stored: after.byteLength, storedMs });
			return 'stored';
		},
		async closePart(id, sha256) {
			await Promise.resolve();
			change(id, { closed: true, sha256 });
		},
		part: (id) => Promise.resolve(parts.get(id)),
		parts: (attempt) =>
			Promise.resolve(
				[...parts.values()]
					.filter((part) => part.attempt === attempt)
					.sort((a, b) => a.startedAt - b.startedAt)
			),
		async read(id, start, end) {
			await Promise.resolve();
			const bytes = chunks.get(id) ?? new Uint8Array();
			if (end > bytes.byteLength) throw new Error(`part ${id} has a hole at ${String(end)}`);
			return new Blob([bytes.slice(start, end)]);
		},
		async note(id, progress) {
			await Promise.resolve();
			change(id, progress);
		},
		async free(id) {
			await Promise.resolve();
			const part = must(id);
			if (!part.verified || part.freed) return 0;
			chunks.delete(id);
			change(id, { freed: true });
			return part.stored;
		}
	};
}
