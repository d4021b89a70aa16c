// The facts about the parts of device checks, behind the port that an attempt's uploads have: a check stands for
// attempt and lease. Writes no log; its rows go with the check.
import type { Db } from '../../server/db/database.ts';
import { hashSecret } from '../../attempt/server/tokens.ts';
import type { PartHeader } from '../../recording/part.ts';
import type { Clock, Millis } from '../../shared/clock.ts';
import { refuse, type Refusal } from '../../shared/errors.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { opensTrack } from '../../upload/part-rights.ts';
import type { PartRecord, PartRegistry, UploadGrant } from '../../upload/ports.ts';
import { createMemory } from '../../upload/server/short-memory.ts';
import { CHECK_PARTS } from '../limits.ts';
import {
	checkOfSecret,
	declarePart,
	extendToLife,
	holdOpen,
	insertPart,
	partOf,
	partsOf,
	verifyPart,
	type CheckPartRow
} from './device-check.repository.ts';

/** A PATCH does without the database for this long. */
const MEMORY_MS = 5000;
const REMEMBERED = 1000;
/** No attempt, no log. */
const NO_HEAD = { seq: 0, hash: '' };

interface Known {
	readonly grant: UploadGrant;
	readonly expiresAt: Millis;
}

export function createCheckParts({ db, clock }: { db: Db; clock: Clock }): PartRegistry {
	const grants = createMemory<Known>(REMEMBERED);
	const records = createMemory<PartRecord>(REMEMBERED);

	async function authorize(token: string): Promise<UploadGrant | null> {
		const now = clock.now();
		const known = grants.get(token, now - MEMORY_MS);
		// one that is over may have been extended since, also by another process
		if (known && known.expiresAt > now) return known.grant;
		const check = await checkOfSecret(db, hashSecret(token), now);
		if (!check) return null;
		const grant = { attempt: check.id, lease: check.id, scope: 'attempt' } as const;
		grants.put(token, { grant, expiresAt: check.expiresAt }, now);
		return grant;
	}

	async function announce(grant: UploadGrant, header: PartHeader): Promise<Result<void, Refusal>> {
		if (!opensTrack(grant, header.track)) return err(refuse('token.wrong-scope', header.track));
		const check = grant.attempt;
		return db.transaction().execute(async (tx) => {
			if (!(await holdOpen(tx, check, clock.now()))) return err(refuse('token.invalid'));
			const known = await partOf(tx, header.id);
			if (known) return known.check_id === check ? ok(undefined) : err(refuse('part.not-yours'));
			const parts = await partsOf(tx, check);
			if (parts.length >= CHECK_PARTS) return err(refuse('part.too-large'));
			if (parts.length === 0) await extendToLife(tx, check);
			// what the camera is called is nobody's business here
			await insertPart(tx, check, { ...header, source: '' });
			return ok(undefined);
		});
	}

	async function find(part: string, maxAgeMs = 0): Promise<PartRecord | null> {
		const now = clock.now();
		const known = maxAgeMs > 0 ? records.get(part, now - maxAgeMs) : undefined;
		if (known) return known;
		const row = await partOf(db, part);
		if (!row) return null;
		const record = recordOf(row);
		records.put(part, record, now);
		return record;
	}

	return {
		authorize,
		announce,
		find,
		declareLength(part, bytes) {
			records.forget(part);
			return declarePart(db, part, bytes);
		},
		// what arrived wrong is told, not sent again: a copy set aside each time would have no bound
		restart: () => Promise.resolve(false),
		async markVerified(part, bytes, sha256) {
			records.forget(part);
			await verifyPart(db, part, bytes, sha256);
			return NO_HEAD;
		}
	};
}

const recordOf = (row: CheckPartRow): PartRecord => ({
	attempt: row.check_id,
	header: row.header,
	declaredBytes: row.declared_bytes,
	verified:
		row.verified_bytes === null || row.sha256 === null
			? null
			: { bytes: row.verified_bytes, sha256: row.sha256 }
});
