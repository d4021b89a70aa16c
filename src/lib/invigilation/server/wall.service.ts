// One room's page, read whole (I1), and who is watched closely. Read from the database, never from a board: the board of
// another process may be a moment behind what this page has been pushed already.
import { requireAccess, requireAnywhere } from '../../accounts/access.ts';
import {
	may,
	PERMISSIONS,
	type Permission,
	type Person,
	type Place
} from '../../accounts/permissions.ts';
import type { Places } from '../../accounts/server/place.repository.ts';
import type { Db } from '../../server/db/database.ts';
import type { Clock } from '../../shared/clock.ts';
import { refuse, type Refusal } from '../../shared/errors.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { byNeed } from '../candidate-row.ts';
import { tileOf } from '../tile-of.ts';
import type { WallView } from '../wall-view.ts';
import { announceRoom, presentIn } from './presence.repository.ts';
import { readTiles } from './tile.repository.ts';
import { findWallRoom, writeWatched } from './wall.repository.ts';

export interface WallService {
	/** @throws LoginRequired, AccessDenied */
	read(person: Person | null, room: string): Promise<Result<WallView, Refusal>>;
	/** @throws LoginRequired, AccessDenied */
	watchClosely(
		person: Person | null,
		room: string,
		asked: { readonly candidate: string; readonly watched: boolean }
	): Promise<Result<null, Refusal>>;
}

export interface WallServiceParts {
	readonly db: Db;
	readonly clock: Clock;
	readonly epoch: string;
	readonly places: Pick<Places, 'candidate' | 'room'>;
}

export function createWallService({ db, clock, epoch, places }: WallServiceParts): WallService {
	/** Null: there is no such room, which only who may see others learns. */
	async function placeOf(
		person: Person | null,
		permission: Permission,
		room: string
	): Promise<Place | null> {
		const place = await places.room(room);
		if (!place) requireAnywhere(person, permission);
		return place;
	}

	return {
		async read(person, id) {
			const now = clock.now();
			const place = await placeOf(person, 'chat.read', id);
			const room = place && (await findWallRoom(db, id));
			if (!place || !room) return err(refuse('room.not-found'));
			const { account, name } = requireAccess(person, 'chat.read', place);
			const permissions = PERMISSIONS.filter((permission) => may(person, permission, place));
			const [people, tiles] = await Promise.all([
				presentIn(db, [id], now),
				readTiles(db, { rooms: [id] }, now)
			]);
			return ok({
				...{ now, epoch, room, me: { account, name, permissions } },
				people: people.get(id) ?? [],
				tiles: tiles.map(({ facts }) => tileOf(facts, now)).toSorted(byNeed)
			});
		},
		async watchClosely(person, room, { candidate, watched }) {
			const place = await placeOf(person, 'attempt.act', room);
			if (!place) return err(refuse('room.not-found'));
			const { account } = requireAccess(person, 'attempt.act', place);
			if ((await places.candidate(candidate))?.room !== room)
				return err(refuse('candidate.not-found'));
			await writeWatched(db, candidate, watched ? { account, at: clock.now() } : null);
			await announceRoom(db, room);
			return ok(null);
		}
	};
}
