// An exam read back as it was defined; its paper is asked for through a port, for only the master key opens it.
import { completeRules } from '../../attempt/rules.ts';
import type { Db } from '../../server/db/database.ts';
import type { Millis } from '../../shared/clock.ts';
import type {
	ExamDefinition,
	SittingDefinition,
	StaffMember,
	StaffRole
} from '../exam-definition.ts';
import type { PaperContent } from '../paper.ts';
import type { PictureType } from '../picture-file.ts';

export interface StoredExam extends Omit<ExamDefinition, 'sittings'> {
	readonly id: string;
	readonly sittings: readonly (Omit<SittingDefinition, 'paper'> & { readonly id: string })[];
}

export async function readExam(db: Db, code: string): Promise<StoredExam | null> {
	const exam = await db.selectFrom('exams').selectAll().where('code', '=', code).executeTakeFirst();
	if (!exam) return null;
	const { opens_at, closes_at } = exam;
	return {
		id: exam.id,
		code,
		window:
			opens_at === null || closes_at === null ? null : { opensAt: opens_at, closesAt: closes_at },
		rules: completeRules(exam.rules),
		texts: exam.texts,
		staff: await staffOf(db, exam.id),
		sittings: await sittingsOf(db, exam.id)
	};
}

/** With the papers, opened. */
export async function withPapers(
	{ sittings, ...exam }: StoredExam,
	open: (sitting: string) => Promise<PaperContent | null>
): Promise<ExamDefinition> {
	const opened = [];
	for (const { id, ...sitting } of sittings) opened.push({ ...sitting, paper: await open(id) });
	return { ...exam, sittings: opened };
}

async function sittingsOf(db: Db, exam: string): Promise<StoredExam['sittings']> {
	const rows = await db
		.selectFrom('candidates')
		.innerJoin('rooms', 'rooms.id', 'candidates.room_id')
		.innerJoin('sittings', 'sittings.id', 'rooms.sitting_id')
		.select(['sittings.id', 'sittings.code', 'sittings.kind'])
		.select(['sittings.starts_at', 'sittings.ends_at', 'rooms.name as room'])
		.select(['candidates.name', 'candidates.id_number', 'candidates.admission'])
		.select(['candidates.position', 'candidates.portrait', 'candidates.portrait_type'])
		.select('candidates.exempt')
		.where('sittings.exam_id', '=', exam)
		.orderBy('candidates.admission')
		.execute();
	const sittings = new Map<string, Mutable>();
	for (const row of rows) {
		const { id, code, kind } = row;
		const times = { startsAt: row.starts_at, endsAt: row.ends_at };
		const sitting = sittings.get(id) ?? { id, code, kind, ...times, rooms: [] };
		sittings.set(id, sitting);
		let room = sitting.rooms.find(({ name }) => name === row.room);
		if (!room) sitting.rooms.push((room = { name: row.room, candidates: [] }));
		const { name, id_number: idNumber, admission, position, portrait, exempt } = row;
		room.candidates.push({
			...{ name, idNumber, admission, position, exempt },
			portrait: portrait && {
				type: row.portrait_type as PictureType,
				base64: portrait.toString('base64')
			}
		});
	}
	return [...sittings.values()];
}
interface Mutable {
	readonly id: string;
	readonly code: string;
	readonly kind: 'mock' | 'formal';
	readonly startsAt: Millis;
	readonly endsAt: Millis;
	readonly rooms: {
		name: string;
		candidates: SittingDefinition['rooms'][number]['candidates'][number][];
	}[];
}

async function staffOf(db: Db, exam: string): Promise<StaffMember[]> {
	const rows = await db
		.selectFrom('role_grants')
		.innerJoin('accounts', 'accounts.id', 'role_grants.account_id')
		.leftJoin('rooms', 'rooms.id', 'role_grants.room_id')
		.leftJoin('sittings', 'sittings.id', 'rooms.sitting_id')
		.select(['accounts.account', 'accounts.name', 'role_grants.role'])
		.select(['sittings.code as sitting', 'rooms.name as room'])
		.where('role_grants.exam_id', '=', exam)
		.execute();
	const staff = new Map<string, { account: string; name: string; roles: StaffMember['roles'] }>();
	for (const { account, name, role, sitting, room } of rows) {
		const known = staff.get(account) ?? { account, name, roles: [] };
		const at = sitting === null || room === null ? null : { sitting, room };
		staff.set(account, { ...known, roles: [...known.roles, { role: role as StaffRole, at }] });
	}
	return [...staff.values()];
}
