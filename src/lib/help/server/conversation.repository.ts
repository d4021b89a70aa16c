// The lines of a conversation, as the candidate and as staff may read them. No decision here.
import { namesOf } from '../../accounts/server/names.ts';
import type { EventData, EventType } from '../../attempt/events.ts';
import { saidIn, wordsOf, type Words } from '../../attempt/server/words.repository.ts';
import type { Db } from '../../server/db/database.ts';
import type { Conversation, StaffLine } from '../conversation.ts';
import type { SpokenLine } from '../spoken-line.ts';

const SPOKEN = ['help.sent', 'help.answered', 'warning.given'] as const satisfies EventType[];

/** C21: for the candidate's own page, which is not told who of staff it was. */
export async function spokenLines(db: Db, attempt: string): Promise<SpokenLine[]> {
	const { rows } = await wordsOf(db, attempt, SPOKEN);
	return rows.map(spoken);
}

/** I3 */
export async function staffLines(
	db: Db,
	attempt: string,
	after: number
): Promise<Pick<Conversation, 'lines' | 'older'>> {
	const { rows, older } = await wordsOf(db, attempt, SPOKEN, after);
	const names = await namesOf(
		db,
		rows.flatMap((row) => authorOf(row) ?? [])
	);
	const lines = rows.map((row): StaffLine => {
		const account = authorOf(row);
		return {
			...spoken(row),
			broadcast: isBroadcast(row),
			by: account === null ? null : { account, name: names.get(account) ?? '' }
		};
	});
	return { lines, older };
}

const spoken = (row: Words): SpokenLine => ({
	...saidIn(row),
	seq: row.seq,
	from: row.type === 'help.sent' ? 'candidate' : 'staff',
	warning:
		row.type === 'warning.given' ? (JSON.parse(row.data) as EventData<'warning.given'>).id : null
});

const authorOf = ({ type, content }: Words): string | null =>
	type === 'help.sent' || content === null
		? null
		: ((JSON.parse(content) as { account?: string }).account ?? null);

const isBroadcast = ({ data }: Words): boolean =>
	(JSON.parse(data) as { broadcast?: string }).broadcast !== undefined;
