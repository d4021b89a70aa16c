// Presence in a room (I4): whoever has it before them and may act in it. Written and renewed for the pages of this process,
// read for the rooms that are watched here, so that several processes show the same people.
import type { PresentHere } from '../../live/server/staff-feed-ports.ts';
import type { PresentPerson } from '../../live/staff-wire.ts';
import type { Db } from '../../server/db/database.ts';
import type { Clock } from '../../shared/clock.ts';
import type { Log } from '../../shared/log.ts';
import {
	announcePresence,
	endPresence,
	openRooms,
	presentIn,
	writePresence
} from './presence.repository.ts';
import { createTurns } from './turns.ts';

const RENEW_MS = 15_000;
/** A page that is reloaded, or goes from one room to the next, says several things at once. */
const GATHER_MS = 50;

export interface PresenceOptions {
	readonly db: Db;
	readonly clock: Clock;
	readonly log: Log;
	/** On the pages of this process. */
	here(): readonly PresentHere[];
	watchedRooms(): Iterable<string>;
	push(room: string, people: readonly PresentPerson[]): void;
	readonly renewMs?: number | undefined;
}

export interface Presence {
	/** For who begins to watch: what was told before has not reached them. */
	people(room: string): Promise<readonly PresentPerson[]>;
	/** Here, perhaps. */
	changed(): void;
	/** Announced for this room, by whatever process. */
	announced(room: string): void;
	readAgain(): void;
	stop(): Promise<void>;
}

export function startPresence(options: PresenceOptions): Presence {
	const { db, clock, log, here, watchedRooms, push, renewMs = RENEW_MS } = options;
	const turns = createTurns(log);
	/** As it was written last, by room and account. */
	let written = new Map<string, PresentHere>();
	/** Room → as it was pushed last. */
	const told = new Map<string, string>();

	async function write(): Promise<void> {
		const now = clock.now();
		const all = here();
		const present = byKey(all);
		const gone = [...written].flatMap(([key, one]) => (present.has(key) ? [] : [one]));
		const others = [...present].flatMap(([key, one]) =>
			written.get(key)?.attempt === one.attempt && written.has(key) ? [] : [one]
		);
		await endPresence(db, gone);
		await writePresence(db, [...present.values()], now);
		const rooms = new Set(all.flatMap(({ room, opens }) => (opens ? [room] : [])));
		await openRooms(db, [...rooms], now);
		written = present;
		const changed = new Set([...gone, ...others].map(({ room }) => room));
		if (changed.size > 0) await announcePresence(db, [...changed]);
	}

	async function tell(rooms: readonly string[]): Promise<void> {
		for (const [room, people] of await presentIn(db, rooms, clock.now())) {
			const text = JSON.stringify(people);
			if (told.get(room) !== text) push(room, people);
			told.set(room, text);
		}
	}

	/** Another page of the same person, at another process, was closed: they are here all the same. */
	async function stillHere(rooms: readonly string[]): Promise<void> {
		const now = clock.now();
		const people = await presentIn(db, rooms, now);
		const missing = [...written.values()].filter(
			({ room, account }) =>
				people.get(room)?.some((person) => person.account === account) === false
		);
		if (missing.length === 0) return;
		await writePresence(db, missing, now);
		await announcePresence(db, [...new Set(missing.map(({ room }) => room))]);
	}

	const changed = turns.gather(GATHER_MS, write);
	const announced = turns.gather(GATHER_MS, async (rooms) => {
		await stillHere(rooms);
		const watched = new Set(watchedRooms());
		await tell(rooms.filter((room) => watched.has(room)));
	});
	const renew = (): void => {
		turns.soon(async () => {
			await write();
			const watched = [...watchedRooms()];
			for (const room of told.keys()) if (!watched.includes(room)) told.delete(room);
			// somebody else's process may have died
			await tell(watched);
		});
	};
	const timer = setInterval(renew, renewMs);
	timer.unref();

	return {
		async people(room) {
			let people: readonly PresentPerson[] = [];
			// in turn: what is told after it is newer
			await turns.next(async () => {
				people = (await presentIn(db, [room], clock.now())).get(room) ?? [];
			});
			return people;
		},
		changed: () => changed('here'),
		announced,
		readAgain: renew,
		async stop() {
			clearInterval(timer);
			await turns.stop();
		}
	};
}

/** One line for a person in a room; with several pages, the one that has an attempt open. */
function byKey(here: readonly PresentHere[]): Map<string, PresentHere> {
	const people = new Map<string, PresentHere>();
	for (const one of here) {
		const key = `${one.room} ${one.account}`;
		if (!people.get(key)?.attempt) people.set(key, one);
	}
	return people;
}
