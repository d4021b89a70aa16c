// Looks at recordings (E4): every one passes `requireAccess` and leaves a line in the audit log (A4).
import { stat } from 'node:fs/promises';
import { requireAccess, requireAnywhere } from '../../accounts/access.ts';
import type { Person, Place } from '../../accounts/permissions.ts';
import type { Audit } from '../../accounts/server/audit.ts';
import { rememberLooks } from '../../accounts/server/remembered-looks.ts';
import type { Clock } from '../../shared/clock.ts';
import { refuse, type Refusal } from '../../shared/errors.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { Db } from '../../server/db/database.ts';
import type { PartPaths } from './part-paths.ts';
import { isId } from '../../shared/fields.ts';
import { filmType } from './film-type.ts';

/** A film on disk, ready to be sent in ranges. */
export interface Film {
	readonly path: string;
	readonly bytes: number;
	/** With its quotation marks. */
	readonly etag: string;
	readonly contentType: string;
}

export interface Looker {
	readonly person: Person | null;
	/** Network address, for the audit log. */
	readonly address: string;
}

export interface FilmService {
	/**
	 * 'part.not-found'; 'part.not-playable' while it is not seekable (or never will be).
	 * @throws LoginRequired, AccessDenied
	 */
	open(part: string, looker: Looker): Promise<Result<Film, Refusal>>;
}

export function createFilmService(world: {
	readonly db: Db;
	readonly paths: PartPaths;
	readonly clock: Clock;
	readonly audit: Audit;
}): FilmService {
	const { db, paths, clock, audit } = world;
	const looks = rememberLooks(clock);

	return {
		async open(part, { person, address }) {
			const row = await find(db, part);
			if (!row) {
				requireAnywhere(person, 'recording.view');
				return err(refuse('part.not-found'));
			}
			const { account } = requireAccess(person, 'recording.view', row);
			if (row.seekable_at === null) return err(refuse('part.not-playable'));
			// a player asks for one film in many ranges; they are one look
			await looks.once(`${account} ${part}`, () =>
				audit.append({ account, action: 'recording.viewed', target: `part:${part}`, address })
			);
			const path = paths.film(row.attempt_id, part);
			const { size } = await stat(path);
			const etag = `"${part}-${row.seekable_at.toString(36)}"`;
			return ok({ path, bytes: size, etag, contentType: await filmType(path) });
		}
	};
}

type FilmRow = Place & {
	readonly attempt_id: string;
	readonly seekable_at: number | null;
};

async function find(db: Db, part: string): Promise<FilmRow | undefined> {
	if (!isId(part)) return undefined;
	return db
		.selectFrom('parts')
		.innerJoin('attempts', 'attempts.id', 'parts.attempt_id')
		.innerJoin('candidates', 'candidates.id', 'attempts.candidate_id')
		.innerJoin('rooms', 'rooms.id', 'candidates.room_id')
		.innerJoin('sittings', 'sittings.id', 'rooms.sitting_id')
		.select(['parts.attempt_id', 'parts.seekable_at'])
		.select(['rooms.id as room', 'sittings.exam_id as exam'])
		.where('parts.id', '=', part)
		.executeTakeFirst();
}
