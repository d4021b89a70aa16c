// People of every role in two exams, one of them with two rooms, on a server that runs: what the test of access asks as.
import { execFile } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ExamFile } from '../../src/lib/exam/exam-file.ts';
import { sampleExam } from '../../src/lib/exam/sample/sample-exam.ts';
import type { Role } from '../../src/lib/accounts/permissions.ts';
import type { Demo, Login } from './demo.ts';
import { query } from './ledger.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const run = promisify(execFile);
const PASSWORD = 'sample-password-of-nobody';

/** Of the asker: a place of their own, another room of the exam, another exam. */
export const PLACES = ['own', 'room', 'exam'] as const;
export type PlaceKind = (typeof PLACES)[number];

export interface Thing {
	readonly room: string;
	readonly candidate: string;
	readonly attempt: string;
	readonly part: string;
	readonly sitting: string;
}

export interface Asker {
	readonly name: string;
	readonly role: Role | 'nobody';
	/** Of the session; empty for nobody. */
	readonly cookie: string;
	/** Held for the whole exam: the other room is their own too. */
	readonly wholeExam: boolean;
}

export interface AccessWorld {
	readonly askers: readonly Asker[];
	readonly things: Readonly<Record<PlaceKind, Thing>>;
}

const FIRST = '第一考场';
const SECOND = '第二考场';

/** Exam with two rooms and staff of every role; the invigilator has the first room alone. */
function twoRooms(code: string, now: number): ExamFile {
	const sample = sampleExam({
		...{ code, startsAt: now + 20 * 60_000, endsAt: now + 40 * 60_000, candidates: 2 }
	});
	const [sitting] = sample.sittings;
	const [one, two] = sitting?.rooms[0]?.candidates ?? [];
	if (!sitting || !one || !two) throw new Error('the sample has no candidates');
	const staff = [
		{ role: 'invigilator' as const, sitting: code, room: FIRST },
		{ role: 'technician' as const },
		{ role: 'administrator' as const },
		{ role: 'examiner' as const },
		{ role: 'auditor' as const }
	].map((grant) => ({
		account: `${grant.role}-${code.toLowerCase()}`,
		name: `测试${grant.role}`,
		password: PASSWORD,
		roles: [grant]
	}));
	const rooms = [
		{ name: FIRST, candidates: [one] },
		{ name: SECOND, candidates: [two] }
	];
	return { ...sample, staff, sittings: [{ ...sitting, rooms }] };
}

interface Imported {
	readonly logins: readonly { readonly account: string; readonly password: string }[];
}

async function importExam(demo: Demo, file: ExamFile): Promise<Imported> {
	const path = join(demo.data, `${file.exam.code}.json`);
	await writeFile(path, JSON.stringify(file));
	const { stdout } = await run(process.execPath, [
		join(ROOT, 'scripts/import.ts'),
		...[path, '--json', '--data', demo.data]
	]);
	return JSON.parse(stdout) as Imported;
}

async function cookieOf(demo: Demo, { account, password }: Login): Promise<string> {
	const answer = await fetch(`${demo.url}/?/account`, {
		method: 'POST',
		redirect: 'manual',
		headers: { origin: demo.url, accept: 'text/html' },
		body: new URLSearchParams({ account, password })
	});
	const set = answer.headers.getSetCookie().map((one) => one.split(';', 1)[0] ?? '');
	const session = set.find(
		(one) => one.startsWith('session=') || one.startsWith('__Host-session=')
	);
	if (!session)
		throw new Error(`${account} was not let in: ${String(answer.status)} ${set.join()}`);
	return session;
}

/** Their attempt begins, and has a part that never arrived. */
async function begin(demo: Demo, cookie: string, admission: string): Promise<Thing> {
	const opened = await fetch(`${demo.url}/api/attempt/lease`, {
		method: 'POST',
		headers: { origin: demo.url, cookie, 'content-type': 'application/json' },
		body: JSON.stringify({
			...{ v: 1, device: 'desktop', label: 'access' },
			key: randomBytes(32).toString('base64url')
		})
	});
	if (!opened.ok) throw new Error(await opened.text());
	const { attempt, lease } = (await opened.json()) as { attempt: string; lease: string };
	const part = randomUUID();
	await query(
		demo.data,
		`insert into parts (id, attempt_id, lease_id, track, mime, started_at, width, height, bits_per_second, source, announced_at)
		values ($1, $2, $3, 'camera', 'video/webm', 0, 640, 480, 600000, '', 0)`,
		[part, attempt, lease]
	);
	const [row] = await query<{ room: string; candidate: string; sitting: string }>(
		demo.data,
		`select rooms.id as room, candidates.id as candidate, rooms.sitting_id as sitting
		from candidates join rooms on rooms.id = room_id where admission = $1`,
		[admission]
	);
	if (!row) throw new Error(`no candidate ${admission}`);
	return { ...row, attempt, part };
}

export async function makeAccessWorld(demo: Demo): Promise<AccessWorld> {
	const code = `AX${randomBytes(3).toString('hex').toUpperCase()}`;
	const file = twoRooms(code, Date.now());
	const { logins } = await importExam(demo, file);
	const admissions = file.sittings.flatMap(({ rooms }) =>
		rooms.flatMap(({ candidates }) => candidates.map(({ admission }) => admission))
	);
	const [ownAdmission = '', otherAdmission = ''] = admissions;
	const loginOf = (account: string): Login => ({
		account,
		password: logins.find((one) => one.account === account)?.password ?? PASSWORD
	});
	const own = await cookieOf(demo, loginOf(ownAdmission));
	const other = await cookieOf(demo, loginOf(otherAdmission));
	const [stranger] = demo.candidates;
	if (!stranger) throw new Error('the demo has no candidate');
	const elsewhere = await cookieOf(demo, stranger);
	const things = {
		own: await begin(demo, own, ownAdmission),
		room: await begin(demo, other, otherAdmission),
		exam: await begin(demo, elsewhere, stranger.admission)
	};
	const staff = await Promise.all(
		(file.staff ?? []).map(async ({ account, roles }) => {
			const role = roles[0]?.role ?? 'examiner';
			const cookie = await cookieOf(demo, loginOf(account));
			return { name: role, role, cookie, wholeExam: role !== 'invigilator' } satisfies Asker;
		})
	);
	const askers: Asker[] = [
		{ name: 'nobody', role: 'nobody', cookie: '', wholeExam: false },
		{ name: 'candidate', role: 'candidate', cookie: own, wholeExam: false },
		...staff
	];
	return { askers, things };
}
