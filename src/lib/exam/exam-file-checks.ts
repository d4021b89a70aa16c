// What must fit together in an exam's file, beyond its shape: each fault with its place. Pure; what the database knows
// (accounts taken, codes in use) is asked by the import.
import * as v from 'valibot';
import { isPlan } from '../attempt/stage.ts';
import type { Millis } from '../shared/clock.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { parseInstant } from '../shared/instant.ts';
import { rulesOf, timesOf } from './exam-definition.ts';
import { faultsOf } from './exam-file-faults.ts';
import { fault, type Fault, type FaultCode } from './exam-file-words.ts';
import { ExamFileSchema, type ExamFile, type FileCandidate } from './exam-file.ts';
import { checkPaper } from './exam-paper-checks.ts';
import { checkStaff } from './exam-staff-checks.ts';
import { hasCheckDigit } from './id-number.ts';
import { missingEnglish } from './exam-text-checks.ts';

const LONGEST_MS = 24 * 3_600_000;

export type Say = (place: string, code: FaultCode, params?: Fault['params']) => void;

export interface CheckedFile {
	readonly file: ExamFile;
	/** Doubtful, but imported. */
	readonly warnings: readonly Fault[];
}

/**
 * @param now a sitting that starts before it is refused
 * @returns every fault; with a wrong shape (a missing member, a list that is none) those of the shape alone
 */
export function checkExamFile(input: unknown, now: Millis): Result<CheckedFile, Fault[]> {
	const parsed = v.safeParse(ExamFileSchema, input);
	const faults = parsed.success ? [] : faultsOf(parsed.issues);
	if (!parsed.typed) return err(faults);
	const file = parsed.output;
	const warnings: Fault[] = [];
	const say: Say = (place, code, params) => void faults.push(fault(place, code, params));
	const warn: Say = (place, code, params) => void warnings.push(fault(place, code, params));
	checkRules(file, say);
	checkTimes(file, now, say);
	checkStaff(file, say);
	checkNames(file, say);
	checkRoster(file, say, warn);
	file.sittings.forEach(({ paper }, at) => {
		if (paper) checkPaper(paper, `sittings[${at}].paper`, say, warn);
	});
	missingEnglish(file, warn);
	return faults.length > 0 ? err(faults) : ok({ file, warnings });
}

function checkRules({ exam }: ExamFile, say: Say): void {
	const rules = rulesOf(exam.rules);
	if (!isPlan(rules.plan)) say('exam.rules.plan', 'not-a-plan');
	else if (rules.phone === 'required' && !rules.plan.includes('phone'))
		say('exam.rules.plan', 'phone-not-in-plan');
	if (rules.entryOpensBeforeMs > rules.loginOpensBeforeMs)
		say('exam.rules.entryOpensMinutesBefore', 'entry-before-login');
}

function checkTimes({ exam, sittings }: ExamFile, now: Millis, say: Say): void {
	const { loginOpensBeforeMs } = rulesOf(exam.rules);
	const { opensAt, closesAt } = windowOf(exam, say);
	sittings.forEach((sitting, index) => {
		const place = `sittings[${index}]`;
		const givesOne = (sitting.minutes === undefined) !== (sitting.endsAt === undefined);
		if (!givesOne) say(place, 'end-unclear');
		const { startsAt, endsAt } = timesOf(sitting);
		if (startsAt < now) say(`${place}.startsAt`, 'in-the-past');
		const end = `${place}.${sitting.endsAt === undefined ? 'minutes' : 'endsAt'}`;
		if (givesOne && endsAt <= startsAt) say(end, 'ends-before-start');
		if (givesOne && endsAt - startsAt > LONGEST_MS) say(end, 'too-long-sitting');
		if (opensAt !== null && startsAt - loginOpensBeforeMs < opensAt)
			say('exam.window.opensAt', 'outside-window', { other: place });
		if (closesAt !== null && givesOne && endsAt > closesAt)
			say('exam.window.closesAt', 'outside-window', { other: place });
	});
}

/** Null where it has no bound to hold the sittings against. */
function windowOf(
	{ window }: ExamFile['exam'],
	say: Say
): { opensAt: Millis | null; closesAt: Millis | null } {
	const opensAt = window ? parseInstant(window.opensAt) : null;
	const closesAt = window ? parseInstant(window.closesAt) : null;
	if (opensAt === null || closesAt === null || opensAt < closesAt) return { opensAt, closesAt };
	say('exam.window.closesAt', 'ends-before-start');
	return { opensAt: null, closesAt: null };
}

/** Names that must be there once only; a fault names both places. */
function checkNames(file: ExamFile, say: Say): void {
	const once = onceOnly(say);
	file.sittings.forEach((sitting, s) => {
		const place = `sittings[${s}]`;
		once('sitting', sitting.code, `${place}.code`);
		sitting.rooms.forEach((room, r) => {
			once(`room of ${s}`, room.name, `${place}.rooms[${r}].name`);
			room.candidates.forEach(({ admission }, c) => {
				once('account', admission, `${place}.rooms[${r}].candidates[${c}].admission`);
			});
		});
	});
	file.staff?.forEach(({ account }, at) => once('account', account, `staff[${at}].account`));
}

function onceOnly(say: Say): (kind: string, value: string, place: string) => void {
	const seen = new Map<string, string>();
	return (kind, value, place) => {
		const key = `${kind}:${value}`;
		const other = seen.get(key);
		if (other === undefined) seen.set(key, place);
		else say(place, 'duplicate', { other, value });
	};
}

function checkRoster(file: ExamFile, say: Say, warn: Say): void {
	for (const { candidate, place } of candidatesIn(file))
		// test numbers are impossible on purpose
		if (!hasCheckDigit(candidate.idNumber)) warn(`${place}.idNumber`, 'id-checksum');
	for (const { candidate, place } of portraitsNeeded(file))
		if (!candidate.portrait) say(`${place}.portrait`, 'portrait-missing');
		else if (candidate.portrait.type === 'image/webp') say(`${place}.portrait`, 'portrait-type');
}

export interface PlacedCandidate {
	readonly candidate: FileCandidate;
	readonly place: string;
}

function candidatesIn({ sittings }: ExamFile): PlacedCandidate[] {
	return sittings.flatMap(({ rooms }, s) =>
		rooms.flatMap(({ candidates }, r) =>
			candidates.map((candidate, c) => ({
				candidate,
				place: `sittings[${s}].rooms[${r}].candidates[${c}]`
			}))
		)
	);
}

/** C6: whose face is compared with their portrait. */
export function portraitsNeeded(file: ExamFile): PlacedCandidate[] {
	if (rulesOf(file.exam.rules).face !== 'required') return [];
	return candidatesIn(file).filter(({ candidate }) => !candidate.exempt?.includes('face'));
}
