// Looks for candidates where a person's roles reach (I5). One query, of each attempt only what the list shows. No decision
// here but whose rooms are looked through.
import { sql, type Expression, type ExpressionBuilder, type SqlBool } from 'kysely';
import type { Place, RoleGrant } from '../../accounts/permissions.ts';
import type { PhoneFacet } from '../../attempt/attempt-state.ts';
import type { Stage } from '../../attempt/stage.ts';
import type { Db } from '../../server/db/database.ts';
import type { Database } from '../../server/db/schema.ts';
import type { DeskQuery } from '../desk-query.ts';
import type { DeskHit } from '../desk-view.ts';

type Where = ExpressionBuilder<Database, 'candidates' | 'rooms' | 'sittings'>;

export interface FoundCandidate extends DeskHit {
	readonly place: Place;
}

/** Those whose whole number it is first, then the latest sitting. */
export async function findCandidates(
	db: Db,
	query: DeskQuery,
	grants: readonly RoleGrant[],
	limit: number
): Promise<FoundCandidate[]> {
	const rows = await db
		.selectFrom('candidates')
		.innerJoin('rooms', 'rooms.id', 'candidates.room_id')
		.innerJoin('sittings', 'sittings.id', 'rooms.sitting_id')
		.leftJoin('attempts', 'attempts.candidate_id', 'candidates.id')
		.select(['candidates.id as candidate', 'candidates.name', 'candidates.admission'])
		.select(['rooms.id as roomId', 'rooms.name as room', 'sittings.exam_id as exam'])
		.select(['sittings.code as sittingCode', 'sittings.starts_at as startsAt', 'attempts.stage'])
		.select(sql<PhoneFacet | null>`attempts.state ->> 'phone'`.as('phone'))
		.select(sql<boolean>`(attempts.state ->> 'lostAt') is not null`.as('lost'))
		.select(MISSING.as('missing'))
		.where((where) => where.or(matches(where, query)))
		.where((where) => where.or(grants.map((grant) => reaches(where, grant))))
		.orderBy(sql`candidates.admission <> ${query.text}`)
		.orderBy('sittings.starts_at', 'desc')
		.orderBy('rooms.name')
		.orderBy('candidates.admission')
		.orderBy('candidates.id')
		.limit(limit)
		.execute();
	return rows.map(({ exam, roomId, stage, ...row }) => ({
		...row,
		stage: stage as Stage | null,
		missing: Number(row.missing),
		place: { exam, room: roomId }
	}));
}

/** As `missingParts` has it. */
const MISSING = sql<string>`(
	select count(*) from json_each(coalesce(attempts.state -> 'parts', '{}')) part
	where part.value ->> 'verified' is null
		or part.value #>> '{declared,sha256}' <> part.value #>> '{verified,sha256}'
)`;

function matches(where: Where, { text, idEnd, anywhere }: DeskQuery): Expression<SqlBool>[] {
	const inside = `%${literally(text)}%`;
	return [
		where('candidates.name', 'ilike', inside),
		anywhere
			? where('candidates.admission', 'ilike', inside)
			: where('candidates.admission', '=', text),
		...(idEnd === null ? [] : [where('candidates.id_number', 'ilike', `%${idEnd}`)])
	];
}

const literally = (text: string): string => text.replace(/[\\%_]/g, '\\$&');

function reaches(where: Where, { exam, room }: RoleGrant): Expression<SqlBool> {
	return where.and([
		...(exam === null ? [] : [where('sittings.exam_id', '=', exam)]),
		...(room === null ? [] : [where('rooms.id', '=', room)])
	]);
}
