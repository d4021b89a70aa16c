// The registry without a database, for tests and for measuring.
import { refuse } from '../../shared/errors.ts';
import { err, ok } from '../../shared/result.ts';
import type { PartHeader } from '../../recording/part.ts';
import { opensTrack } from '../part-rights.ts';
import type { PartRecord, PartRegistry, UploadGrant } from '../ports.ts';

export interface MemoryPartRegistry extends PartRegistry {
	readonly grants: Map<string, UploadGrant>;
	readonly parts: Map<string, PartRecord>;
	/** While set, every question throws it: the database is away. */
	down: Error | null;
}

export function memoryPartRegistry(grants: Record<string, UploadGrant> = {}): MemoryPartRegistry {
	const parts = new Map<string, PartRecord>();
	let seq = 0;
	const change = (part: string, facts: Partial<PartRecord>): void => {
		const known = parts.get(part);
		if (!known) throw new Error(`unknown part ${part}`);
		parts.set(part, { ...known, ...facts });
	};
	const registry: MemoryPartRegistry = {
		grants: new Map(Object.entries(grants)),
		parts,
		down: null,
		async authorize(token) {
			if (registry.down) throw registry.down;
			return registry.grants.get(token) ?? null;
		},
		async announce(grant: UploadGrant, header: PartHeader) {
			if (registry.down) throw registry.down;
			if (!opensTrack(grant, header.track)) return err(refuse('token.wrong-scope'));
			const known = parts.get(header.id);
			if (known && known.attempt !== grant.attempt) return err(refuse('part.not-yours'));
			if (!known)
				parts.set(header.id, {
					attempt: grant.attempt,
					header,
					declaredBytes: null,
					verified: null
				});
			return ok(undefined);
		},
		async find(part) {
			if (registry.down) throw registry.down;
			return parts.get(part) ?? null;
		},
		async declareLength(part, bytes) {
			const holds = parts.get(part)?.declaredBytes ?? bytes;
			change(part, { declaredBytes: holds });
			return holds;
		},
		async restart(part) {
			if (parts.get(part)?.verified) return false;
			change(part, { declaredBytes: null });
			return true;
		},
		async markVerified(part, bytes, sha256) {
			if (!parts.get(part)?.verified) {
				change(part, { verified: { bytes, sha256 } });
				seq += 1;
			}
			return { seq, hash: sha256 };
		}
	};
	return registry;
}
