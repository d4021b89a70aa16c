// Exports one attempt as a signed file (C34): for whoever may see its recording, each time with a line in the audit log.
import { requireAccess, requireAnywhere } from '../../accounts/access.ts';
import type { Audit } from '../../accounts/server/audit.ts';
import type { Looker } from '../../recording/server/film.service.ts';
import { findAttempt } from '../../review/server/review.repository.ts';
import type { Clock } from '../../shared/clock.ts';
import { refuse, type Refusal } from '../../shared/errors.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { Db } from '../../server/db/database.ts';
import { EXPORT_FORMAT, EXPORT_VERSION, sealExport } from '../export-format.ts';
import { readAttempt } from './export.repository.ts';
import type { SigningKey } from './signing-key.ts';

export interface ExportedFile {
	/** Names nobody. */
	readonly name: string;
	readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface ExportService {
	/** 'attempt.not-found'. @throws LoginRequired, AccessDenied */
	open(attempt: string, looker: Looker): Promise<Result<ExportedFile, Refusal>>;
	/** Of the operator at the command line. */
	forOperator(attempt: string): Promise<Result<ExportedFile, Refusal>>;
}

export function createExportService(world: {
	readonly db: Db;
	readonly clock: Clock;
	readonly audit: Audit;
	readonly key: SigningKey;
}): ExportService {
	const { db, clock, audit, key } = world;

	async function exported(
		attempt: string,
		account: string | null,
		address: string
	): Promise<Result<ExportedFile, Refusal>> {
		const content = await readAttempt(db, attempt);
		if (!content) return err(refuse('attempt.not-found'));
		const target = `attempt:${attempt}`;
		await audit.append({ account, action: 'attempt.exported', target, address });
		const said = {
			...({ format: EXPORT_FORMAT, version: EXPORT_VERSION } as const),
			...{ ...content, key: key.public, exported: { at: clock.now(), by: account } }
		};
		const bytes = await sealExport(said, key.sign);
		return ok({ name: `${content.sitting.code}-${attempt}.json`, bytes });
	}

	return {
		async open(attempt, { person, address }) {
			const found = await findAttempt(db, attempt);
			if (!found) {
				requireAnywhere(person, 'recording.view');
				return err(refuse('attempt.not-found'));
			}
			const { account } = requireAccess(person, 'recording.view', found.place);
			return exported(attempt, account, address);
		},
		forOperator: (attempt) => exported(attempt, null, 'local')
	};
}
