// The rows of live_signals: what processes say to one another for a viewer and a device until the two have found one
// another. Whoever is meant reads it at once; nobody needs it a minute later.
import { sql } from 'kysely';
import type { Db } from '../../server/db/database.ts';
import type { Millis } from '../../shared/clock.ts';
import type { LIVE_ENDS } from '../wire.ts';

/** On which every process hears of a letter; the payload is its id and whom it is for. */
export const LIVE_CHANNEL = 'live';

/** `seat`: one viewer's place before one device, by an id of the server's own. */
export type LiveLetter = { readonly seat: string } & (
	| {
			/** The device's lease, in whatever process its socket is. */
			readonly to: 'device';
			readonly lease: string;
			readonly says:
				| { readonly kind: 'asks'; readonly attempt: string }
				/** It is still watched. */
				| { readonly kind: 'stays' }
				| LiveSays;
	  }
	| {
			readonly to: 'viewer';
			/** Of the device that answers. */
			readonly lease: string;
			/** The process that answers: a former socket of the device may linger in another one. */
			readonly by: string;
			readonly says: { readonly kind: 'taken' } | { readonly kind: 'full' } | LiveSays;
	  }
);
export type LiveSays =
	| { readonly kind: 'signals'; readonly data: string }
	| { readonly kind: 'ends'; readonly why: (typeof LIVE_ENDS)[number] };

export const addresseeOf = (letter: LiveLetter): string =>
	letter.to === 'device' ? letter.lease : letter.seat;

/** In this order, which is kept. */
export async function writeLetters(
	db: Db,
	letters: readonly LiveLetter[],
	now: Millis
): Promise<void> {
	await sql`
		with said as (
			insert into live_signals (viewer, body, at)
			select seat, body::jsonb, ${now}::bigint
			from unnest(
				${letters.map(({ seat }) => seat)}::uuid[], ${letters.map((one) => JSON.stringify(one))}::text[]
			) with ordinality as letter (seat, body, place)
			order by place
			returning id, body
		)
		select pg_notify(${LIVE_CHANNEL}, id || ' ' ||
			case body ->> 'to' when 'device' then body ->> 'lease' else body ->> 'seat' end)
		from said order by id`.execute(db);
}

/** In the order in which they were written. */
export async function readLetters(db: Db, ids: readonly string[]): Promise<LiveLetter[]> {
	const { rows } = await sql<{ body: LiveLetter }>`
		select body from live_signals where id = any(${ids}::bigint[]) order by id`.execute(db);
	return rows.map(({ body }) => body);
}

export async function sweepLetters(db: Db, before: Millis): Promise<void> {
	await sql`delete from live_signals where at < ${before}`.execute(db);
}
