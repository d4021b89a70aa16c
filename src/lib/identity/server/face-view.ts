// The faces of one attempt as a person who judges them sees them: the roster's photo, and each login check with its
// verdict, its pictures and how alike they were.
import { wholeState, type AttemptState } from '../../attempt/attempt-state.ts';
import type { EventData, EventType, FaceCheckPayload, Sight } from '../../attempt/events.ts';
import { readPayloads } from '../../attempt/server/payload.repository.ts';
import type { Db } from '../../server/db/database.ts';
import type { MasterKey } from '../../server/sealing/master-key.ts';
import type { Millis } from '../../shared/clock.ts';

export interface FacesView {
	readonly identity: AttemptState['identity'];
	readonly face: AttemptState['face'];
	readonly portrait: { readonly type: string; readonly base64: string } | null;
	/** In their order. */
	readonly checks: readonly (EventData<'face.checked'> & {
		readonly at: Millis;
		/** Null: nothing was kept, or it was erased. */
		readonly seen: FaceCheckPayload | null;
	})[];
	/** C30: what was noticed in the interview, where there is a picture of it. */
	readonly noticed: readonly (EventData<'incident.noted'> & { readonly sight: Sight })[];
}

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
	const { identity, face } = wholeState(row.state);
	const { portrait, type } = row;
	return {
		...{ identity, face },
		portrait: portrait && type !== null ? { type, base64: portrait.toString('base64') } : null,
		checks: await checksOf(db, masterKey, attempt),
		noticed: await noticedOf(db, masterKey, attempt)
	};
}

async function checksOf(
	db: Db,
	masterKey: MasterKey,
	attempt: string
): Promise<FacesView['checks']> {
	const lines = await linesOf(db, attempt, 'face.checked');
	const payloads = await readPayloads(db, attempt, 'face.checked', masterKey);
	return lines.map(({ seq, data, at }) => ({
		...(JSON.parse(data) as EventData<'face.checked'>),
		at,
		seen: (payloads.get(seq) as FaceCheckPayload | undefined) ?? null
	}));
}

async function noticedOf(
	db: Db,
	masterKey: MasterKey,
	attempt: string
): Promise<FacesView['noticed']> {
	const payloads = await readPayloads(db, attempt, 'incident.noted', masterKey);
	const lines = await linesOf(db, attempt, 'incident.noted');
	return lines.flatMap(({ seq, data }) => {
		const sight = payloads.get(seq) as Sight | null | undefined;
		return sight ? [{ ...(JSON.parse(data) as EventData<'incident.noted'>), sight }] : [];
	});
}

const linesOf = (db: Db, attempt: string, type: EventType) =>
	db
		.selectFrom('attempt_events')
		.select(['seq', 'data', 'server_at as at'])
		.where('attempt_id', '=', attempt)
		.where('type', '=', type)
		.orderBy('seq')
		.execute();
