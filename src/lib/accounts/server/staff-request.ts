// What the id of a form of staff stands for (I4): one person, one place, one kind of thing and what it says. Under the same
// id the same comes again when an answer was lost; anything else is a conflict, never the first one's answer. Words that
// lie beside a log are not in the digest: they can be erased, and are compared where they lie.
import type { Db } from '../../server/db/database.ts';
import type { Millis } from '../../shared/clock.ts';
import { canonicalJson, sha256OfText } from '../../shared/digest.ts';

export interface StaffRequest {
	/** Of the form that makes it. */
	readonly id: string;
	readonly account: string;
	/** As the audit log names it: `attempt:…`, `room:…`. */
	readonly target: string;
	/** Its kind, and what it says. */
	readonly asks: object;
}

/** 'another': the id stands for something else. Two at once: the second waits for the first one's transaction. */
export type Standing = 'first' | 'again' | 'another';

export async function bindRequest(
	tx: Db,
	{ id, ...said }: StaffRequest,
	at: Millis
): Promise<Standing> {
	const digest = sha256OfText(canonicalJson(said));
	const added = await tx
		.insertInto('staff_requests')
		.values({ id, said: digest, at })
		.onConflict((known) => known.column('id').doNothing())
		.returning('id')
		.executeTakeFirst();
	if (added) return 'first';
	const known = await tx
		.selectFrom('staff_requests')
		.select('said')
		.where('id', '=', id)
		.executeTakeFirstOrThrow();
	return known.said === digest ? 'again' : 'another';
}
