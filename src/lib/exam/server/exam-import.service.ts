// Importing an exam from its file: everything is checked first, then all of it is there, or nothing.
import canonicalize from 'canonicalize';
import { sql, type Transaction } from 'kysely';
import { createAudit } from '../../accounts/server/audit.ts';
import type { Passwords } from '../../accounts/server/password.ts';
import { loginOpensAt } from '../../attempt/time-rules.ts';
import type { FaceEngine } from '../../identity/ports.ts';
import { reservedBytes } from '../../server/health.ts';
import type { Db } from '../../server/db/database.ts';
import type { Database } from '../../server/db/schema.ts';
import type { Clock, Millis } from '../../shared/clock.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { definitionOf, type ExamDefinition } from '../exam-definition.ts';
import { fileOf } from '../exam-export.ts';
import { checkExamFile } from '../exam-file-checks.ts';
import { fault, type Fault } from '../exam-file-words.ts';
import type { ExamFile } from '../exam-file.ts';
import { expectedBytes } from '../space.ts';
import { readExam, withPapers, type StoredExam } from './exam-definition.repository.ts';
import { createRosterAccounts, type ImportedLogin } from './exam-import-accounts.ts';
import { clearExam, codesInUse, examCoded, insertExam } from './exam.repository.ts';
import type { ExamPapers } from './exam-papers.ts';
import { lookAtPortraits } from './portrait-looks.ts';

export interface ImportNeeds {
	readonly db: Db;
	readonly clock: Clock;
	readonly passwords: Pick<Passwords, 'hash'>;
	/** Bytes on the disk of the recordings that may still be used. */
	readonly usableBytes: () => Promise<number>;
	readonly papers: ExamPapers;
	readonly faces: Pick<FaceEngine, 'see'>;
}

export interface ImportOptions {
	/** Do everything, keep nothing. */
	readonly check?: boolean;
	/** A sitting that starts before it is refused; now, when it is not given. */
	readonly asOf?: Millis;
	/** How many portraits have been looked at: with a thousand it takes minutes. */
	readonly progress?: (done: number, of: number) => void;
	/** Gets the passwords before they hold: what is imported must not have passwords that nobody saw. */
	readonly keep?: (logins: readonly ImportedLogin[]) => Promise<void>;
}

export interface ImportedExam {
	/** unchanged: exactly this exam was there already, nothing was done. */
	readonly outcome: 'created' | 'replaced' | 'unchanged';
	readonly exam: string;
	readonly code: string;
	readonly sittings: readonly { readonly id: string; readonly code: string }[];
	readonly logins: readonly ImportedLogin[];
	readonly warnings: readonly Fault[];
}

type Step<T> = Promise<Result<T, Fault[]>>;

export function createExamImport(needs: ImportNeeds) {
	const { db, clock } = needs;
	return async (
		input: unknown,
		{ check = false, asOf = clock.now(), keep, progress }: ImportOptions = {}
	): Step<ImportedExam> => {
		const checked = checkExamFile(input, asOf);
		if (!checked.ok) return checked;
		const { file, warnings } = checked.value;
		// long work, and no lock is held meanwhile
		const portraits = await lookAtPortraits(file, needs.faces, progress && { progress });
		if (portraits.length > 0) return err(portraits);
		const accounts = createRosterAccounts(file, { ...needs, pretend: check });
		await accounts.prepare(db);
		const tx = await db.startTransaction().execute();
		try {
			const imported = await importInto(tx, needs, file, accounts, asOf);
			if (!imported.ok || check) await tx.rollback().execute();
			else {
				await keep?.(imported.value.logins);
				await tx.commit().execute();
			}
			if (!imported.ok) return imported;
			return ok({ ...imported.value, warnings: [...warnings, ...imported.value.warnings] });
		} catch (error) {
			await tx.rollback().execute();
			throw error;
		}
	};
}

async function importInto(
	tx: Transaction<Database>,
	needs: ImportNeeds,
	file: ExamFile,
	accounts: ReturnType<typeof createRosterAccounts>,
	asOf: Millis
): Step<ImportedExam> {
	const exam = definitionOf(file);
	const now = needs.clock.now();
	// two imports wait for each other: names and codes are looked up before they are taken
	await sql`select pg_advisory_xact_lock(hashtextextended('exam-import', 0))`.execute(tx);
	const stored = await readExam(tx, exam.code);
	if (stored && (await isSame(needs, tx, stored, exam))) return ok(unchanged(stored, file));
	const cleared = stored ? await clear(tx, stored, now) : ok([]);
	if (!cleared.ok) return cleared;
	const faults = await takenCodes(tx, exam, stored);
	const settled = await accounts.settle(tx, cleared.value, stored?.id ?? null);
	faults.push(...settled.faults);
	if (faults.length > 0) return err(faults);
	const inserted = await insertExam(tx, now, exam, settled.ids, stored?.id ?? null);
	await accounts.grant(tx, exam, inserted);
	const refused = [
		...(await missingSpace(tx, needs, exam, now)),
		...(await sealPapers(tx, needs, exam, inserted.sittings, asOf))
	];
	if (refused.length > 0) return err(refused);
	await createAudit(tx, needs.clock).append({
		account: null,
		action: 'exam.imported',
		target: `exam:${inserted.exam}`,
		address: 'local'
	});
	return ok({
		outcome: stored ? 'replaced' : 'created',
		exam: inserted.exam,
		code: exam.code,
		sittings: inserted.sittings.map(({ id, code }) => ({ id, code })),
		logins: settled.logins,
		warnings: settled.warnings
	});
}

/** Order, spelling and defaults do not count: what would be exported is compared. */
async function isSame(
	{ papers }: ImportNeeds,
	tx: Db,
	stored: StoredExam,
	exam: ExamDefinition
): Promise<boolean> {
	const before = await withPapers(stored, (sitting) => papers.open(tx, sitting));
	return textOf(before) === textOf(exam);
}
const textOf = (exam: ExamDefinition): string | undefined =>
	canonicalize(JSON.parse(JSON.stringify(fileOf(exam))));

const unchanged = (stored: StoredExam, { staff = [] }: ExamFile): ImportedExam => ({
	outcome: 'unchanged',
	exam: stored.id,
	code: stored.code,
	sittings: stored.sittings.map(({ id, code }) => ({ id, code })),
	logins: [],
	warnings: staff.flatMap(({ password, account }, at) =>
		password === undefined ? [] : [fault(`staff[${at}].password`, 'password-kept', { account })]
	)
});

const FOREIGN_KEY_VIOLATION = '23503';

/** An exam is replaced as long as nobody can have met it. */
async function clear(
	tx: Db,
	{ id, code, rules, sittings }: StoredExam,
	now: Millis
): Step<string[]> {
	const known = await examCoded(tx, code);
	const count = known?.attempts ?? 0;
	if (count > 0) return err([fault('exam.code', 'attempts-begun', { count })]);
	if (sittings.some((sitting) => now >= loginOpensAt(sitting, rules)))
		return err([fault('exam.code', 'login-open')]);
	try {
		return ok(await clearExam(tx, id));
	} catch (error) {
		if ((error as { code?: string }).code !== FOREIGN_KEY_VIOLATION) throw error;
		return err([fault('exam.code', 'in-use')]);
	}
}

async function takenCodes(
	tx: Db,
	{ sittings }: ExamDefinition,
	stored: StoredExam | null
): Promise<Fault[]> {
	const codes = sittings.map(({ code }) => code);
	const taken = new Set(await codesInUse(tx, codes, stored?.id ?? null));
	return codes.flatMap((code, at) =>
		taken.has(code) ? [fault(`sittings[${at}].code`, 'code-taken', { code })] : []
	);
}

/** Space is promised before a sitting opens, or the sitting is not made. */
async function missingSpace(
	tx: Db,
	{ usableBytes }: ImportNeeds,
	{ sittings, rules }: ExamDefinition,
	now: Millis
): Promise<Fault[]> {
	const need = sittings.reduce((sum, { startsAt, endsAt, rooms }) => {
		const candidates = rooms.reduce((count, room) => count + room.candidates.length, 0);
		return sum + expectedBytes({ startsAt, endsAt, rules, candidates });
	}, 0);
	const others = (await reservedBytes(tx, now)) - need;
	const have = (await usableBytes()) - others;
	if (need <= have) return [];
	const gb = (bytes: number): string => (bytes / 1e9).toFixed(1);
	return [fault('sittings', 'no-space', { need: gb(need), have: gb(Math.max(0, have)) })];
}

async function sealPapers(
	tx: Transaction<Database>,
	{ papers }: ImportNeeds,
	{ sittings }: ExamDefinition,
	inserted: readonly { readonly id: string }[],
	asOf: Millis
): Promise<Fault[]> {
	const faults: Fault[] = [];
	for (const [at, { paper }] of sittings.entries()) {
		const sealed = paper && (await papers.seal(tx, inserted[at]?.id ?? '', paper, asOf));
		if (sealed && !sealed.ok)
			faults.push(fault(`sittings[${at}].paper`, 'paper-refused', { detail: sealed.error.code }));
	}
	return faults;
}
