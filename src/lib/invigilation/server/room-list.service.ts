// The staff's first page: my sittings, their rooms, and the candidates of one of them, by need (I1).
import { requireAnywhere } from '../../accounts/access.ts';
import { may, type Person, type Place } from '../../accounts/permissions.ts';
import { presentIn } from './presence.repository.ts';
import { rosterOf, visibleSittings, type RosterLine } from './room.repository.ts';
import { readUnread } from './unread.repository.ts';
import { reviewPart, type ReviewPart } from '../../review/review.ts';
import { readLastWitnesses, readParts } from '../../review/server/review.repository.ts';
import type { Db } from '../../server/db/database.ts';
import type { Clock, Millis } from '../../shared/clock.ts';
import { whyNoLateEntry } from '../acts.ts';
import { byNeed, candidateRow, type CandidateFacts, type CandidateRow } from '../candidate-row.ts';
import { viewPermission } from '../candidate-view-of.ts';
import type { ListedRoom, VisibleRoom, VisibleSitting } from '../visible-sitting.ts';

export interface RoomList {
	readonly now: Millis;
	readonly sittings: readonly VisibleSitting[];
	/** The one whose rooms are listed; null when there is none at all. */
	readonly sitting: VisibleSitting | null;
	readonly rooms: readonly ListedRoom[];
	/** C9: who has not come may be let in late now. */
	readonly mayEnterLate: boolean;
}

export interface RoomListService {
	/**
	 * @param wanted a sitting's id; without it, the one that matters now
	 * @throws LoginRequired, AccessDenied
	 */
	read(person: Person | null, wanted: string | null): Promise<RoomList>;
}

export function createRoomListService({ db, clock }: { db: Db; clock: Clock }): RoomListService {
	return {
		async read(person, wanted) {
			const staff = requireAnywhere(person, 'room.view');
			const now = clock.now();
			const sittings = await visibleSittings(db, staff);
			const sitting = sittings.find(({ id }) => id === wanted) ?? sittingOfTheHour(sittings, now);
			const listed = sitting?.rooms ?? [];
			const watched = new Set(
				listed.filter((room) => may(staff, 'chat.read', placeOf(room))).map(({ id }) => id)
			);
			const [rows, people] = await Promise.all([
				readRows(db, listed, watched, now),
				presentIn(db, [...watched], now)
			]);
			const rooms = listed.map((room) => ({
				...room,
				people: people.get(room.id) ?? [],
				mayOpen: mayOpen(staff, placeOf(room)),
				mayWatch: watched.has(room.id),
				mayAct: may(staff, 'attempt.act', placeOf(room)),
				candidates: (rows.get(room.id) ?? []).toSorted(byNeed)
			}));
			const mayEnterLate = sitting ? whyNoLateEntry(sitting, now) === null : false;
			return { now, sittings, sitting: sitting ?? null, rooms, mayEnterLate };
		}
	};
}

const mayOpen = (staff: Person, place: Place): boolean =>
	may(staff, viewPermission(staff, place), place);

const placeOf = ({ exam, id }: VisibleRoom): Place => ({ exam, room: id });

/** Staff look at a sitting before it begins. */
const SOON_MS = 60 * 60_000;

/** The last one that has begun or soon will; else the next one. */
function sittingOfTheHour(
	sittings: readonly VisibleSitting[],
	now: Millis
): VisibleSitting | undefined {
	return sittings.find(({ startsAt }) => startsAt <= now + SOON_MS) ?? sittings.at(-1);
}

/** @param watched rooms of which the asker is told what was noticed and who has no answer */
async function readRows(
	db: Db,
	rooms: readonly VisibleRoom[],
	watched: ReadonlySet<string>,
	now: Millis
): Promise<Map<string, CandidateRow[]>> {
	const roster = await rosterOf(
		db,
		rooms.map(({ id }) => id)
	);
	const attempts = roster.flatMap(({ attempt }) => (attempt === null ? [] : [attempt]));
	const [films, witnesses, unread] = await Promise.all([
		readParts(db, attempts),
		readLastWitnesses(db, attempts),
		readUnread(db, attempts)
	]);
	const parts = Map.groupBy(films, ({ attempt }) => attempt);
	const row = (line: RosterLine): CandidateRow => {
		const own = parts.get(line.attempt ?? '') ?? [];
		const known = own.map((part) => reviewPart(part, witnesses));
		const facts = factsOf(line, known, unread.get(line.attempt ?? '') ?? 0);
		return candidateRow(facts, now, watched.has(line.room));
	};
	const byRoom = Map.groupBy(roster, ({ room }) => room);
	return new Map([...byRoom].map(([room, lines]) => [room, lines.map(row)]));
}

function factsOf(line: RosterLine, parts: readonly ReviewPart[], unread: number): CandidateFacts {
	const { candidate, name, admission, attempt, state } = line;
	const begun = attempt !== null && state !== null;
	return {
		candidate,
		name,
		admission,
		attempt: begun ? { id: attempt, state, parts, unread } : null
	};
}
