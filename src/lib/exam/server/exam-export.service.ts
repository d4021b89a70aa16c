// Giving an exam back as the file that it can be imported from. Papers are opened on record (A1), and before the start
// only when that was asked for in so many words.
import type { Audit } from '../../accounts/server/audit.ts';
import type { Db } from '../../server/db/database.ts';
import type { Clock } from '../../shared/clock.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { fileOf } from '../exam-export.ts';
import type { ExamFile } from '../exam-file.ts';
import { readExam, withPapers } from './exam-definition.repository.ts';
import type { ExamPapers } from './exam-papers.ts';

export interface ExportNeeds {
	readonly db: Db;
	readonly clock: Clock;
	readonly audit: Audit;
	readonly papers: ExamPapers;
}

export type ExportRefusal =
	| { readonly code: 'unknown' }
	/** Sittings whose paper nobody may have read yet. */
	| { readonly code: 'sealed'; readonly sittings: readonly string[] };

/** Definition, roster, texts, staff without passwords, papers; what came in during the exam is no part of it. */
export async function exportExam(
	{ db, clock, audit, papers }: ExportNeeds,
	code: string,
	{ evenSealed = false }: { evenSealed?: boolean } = {}
): Promise<Result<ExamFile, ExportRefusal>> {
	const stored = await readExam(db, code);
	if (!stored) return err({ code: 'unknown' });
	const sealed = [];
	for (const { id, code: sitting, startsAt } of stored.sittings)
		if (clock.now() < startsAt && (await papers.has(db, id))) sealed.push(sitting);
	if (sealed.length > 0 && !evenSealed) return err({ code: 'sealed', sittings: sealed });
	const by = { account: null, address: 'local' };
	await audit.append({ ...by, action: 'exam.exported', target: `exam:${stored.id}` });
	const exam = await withPapers(stored, async (sitting) => {
		if (!(await papers.has(db, sitting))) return null;
		// before it is opened: an opening without a record is worse than a record without an opening
		await audit.append({ ...by, action: 'paper.opened', target: `sitting:${sitting}` });
		return papers.open(db, sitting);
	});
	return ok(fileOf(exam));
}
