// The papers of an exam that is imported or exported: sealed and opened by the master key. Who asks here keeps the record.
import { webcrypto } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { Db } from '../../server/db/database.ts';
import type { Database } from '../../server/db/schema.ts';
import type { MasterKey } from '../../server/sealing/master-key.ts';
import type { Millis } from '../../shared/clock.ts';
import type { Refusal } from '../../shared/errors.ts';
import type { Result } from '../../shared/result.ts';
import type { PaperContent } from '../paper.ts';
import { unseal } from '../sealing.ts';
import { sealPaper, unwrapPaperKey } from './paper.repository.ts';

export interface ExamPapers {
	/** @param asOf when the exam was checked: it may not start in the middle of its import */
	seal(
		tx: Transaction<Database>,
		sitting: string,
		paper: PaperContent,
		asOf: Millis
	): Promise<Result<unknown, Refusal>>;
	/** null: the sitting has no paper. Throws when it does not open: then the master key is another one. */
	open(db: Db, sitting: string): Promise<PaperContent | null>;
	/** Whether the sitting has a paper, without opening it. */
	has(db: Db, sitting: string): Promise<boolean>;
}

export function createExamPapers(masterKey: MasterKey): ExamPapers {
	const rowOf = (db: Db, sitting: string) =>
		db.selectFrom('papers').selectAll().where('sitting_id', '=', sitting).executeTakeFirst();
	return {
		seal: (tx, sitting, paper, asOf) =>
			sealPaper(tx, { masterKey, clock: { now: () => asOf } }, sitting, paper),
		async open(db, sitting) {
			const row = await rowOf(db, sitting);
			if (!row) return null;
			const { id: paper, version, wrapped_key: wrappedKey } = row;
			const key = await unwrapPaperKey(masterKey, { paper, version, wrappedKey });
			const opened = await unseal(
				webcrypto.subtle as SubtleCrypto,
				{
					...{ sitting, paper, version },
					nonce: new Uint8Array(row.nonce),
					sealed: new Uint8Array(row.sealed)
				},
				new Uint8Array(key)
			);
			if (!opened.ok) throw new Error(`${opened.error}: paper ${paper}`);
			const { category, guidance, minutes, pages, pictures } = opened.value;
			return {
				...{ category, guidance, pages, pictures },
				...(minutes === undefined ? {} : { minutes })
			};
		},
		async has(db, sitting) {
			const row = await db
				.selectFrom('papers')
				.select('id')
				.where('sitting_id', '=', sitting)
				.executeTakeFirst();
			return row !== undefined;
		}
	};
}
