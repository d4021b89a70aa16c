// The faces of one attempt as a person who judges them sees them: the roster's photo, and each login check with its
// verdict, its pictures and how alike they were.
import { wholeState } from '../../attempt/attempt-state.ts';
import type { FaceCheckPayload, Sight } from '../../attempt/event-payloads.ts';
import type { EventData, IncidentKind } from '../../attempt/events.ts';
import {
	incidentHistory,
	type IncidentHistory,
	type ToldLine
} from '../../attempt/incident-history.ts';
import { readPayloads } from '../../attempt/server/payload.repository.ts';
import type { Db } from '../../server/db/database.ts';
import type { MasterKey } from '../../server/sealing/master-key.ts';
import type { FacesView, Noticed } from '../faces-view.ts';

export async function facesOf(
	db: Db,
	masterKey: MasterKey,
	attempt: string
): Promise<FacesView | null> {
	const row = await db
		.selectFrom('attempts')
		.innerJoin('candidates', 'candidates.id', 'attempts.candidate_id')
		.select(['attempts.state', 'candidates.portrait', 'candidates.portrait_type as type'])
		.where('attempts.id', '=', attempt)
		.executeTakeFirst();
	if (!row) return null;
	const { identity, face, frozen } = wholeState(row.state);
	const { portrait, type } = row;
	const lines = await linesOf(db, attempt);
	return {
		...{ identity, face },
		portrait: portrait && type !== null ? { type, base64: portrait.toString('base64') } : null,
		checks: await checksOf(db, masterKey, attempt, lines),
		noticed: noticedIn(
			incidentHistory(frozen, lines),
			(await readPayloads(db, attempt, 'incident.noted', masterKey)) as ReadonlyMap<number, Sight>
		)
	};
}

async function checksOf(
	db: Db,
	masterKey: MasterKey,
	attempt: string,
	lines: readonly ToldLine[]
): Promise<FacesView['checks']> {
	const payloads = await readPayloads(db, attempt, 'face.checked', masterKey);
	return lines
		.filter(({ type }) => type === 'face.checked')
		.map(({ seq, data, serverAt }) => ({
			...(data as EventData<'face.checked'>),
			at: serverAt,
			seen: (payloads.get(seq) as FaceCheckPayload | undefined) ?? null
		}));
}

/** @param sights by the number of the line; what was erased is not there */
export function noticedIn(
	{ incidents, keys }: IncidentHistory,
	sights: ReadonlyMap<number, Sight | null>
): Noticed[] {
	return Object.entries(incidents).flatMap(([key, { comments: _, toldAt: __, ...one }]) => {
		const seen = [...keys].flatMap(([seq, ofLine]) =>
			ofLine === key ? (sights.get(seq) ?? []) : []
		);
		const [first, ...later] = seen;
		if (!first) return [];
		return [{ key, ...one, sight: later.reduce((a, b) => stronger(one.kind, a, b), first) }];
	});
}

/** With a picture before one without: it is what a person judges by. */
function stronger(kind: IncidentKind, a: Sight, b: Sight): Sight {
	if ((a.picture === null) !== (b.picture === null)) return a.picture === null ? b : a;
	// how alike they are: the least tells most
	const more = kind === 'other-face' ? b.strongest < a.strongest : b.strongest > a.strongest;
	return more ? b : a;
}

async function linesOf(db: Db, attempt: string): Promise<ToldLine[]> {
	const rows = await db
		.selectFrom('attempt_events')
		.select(['seq', 'type', 'data', 'server_at as serverAt'])
		.where('attempt_id', '=', attempt)
		.orderBy('seq')
		.execute();
	return rows.map((row) => ({ ...row, data: JSON.parse(row.data) as unknown }));
}
