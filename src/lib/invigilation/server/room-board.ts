// The rooms that somebody watches at this process (I1): their tiles, kept fresh and pushed when they are others. Rows are
// read once, then what changed, all of it in one turn; what only time changes is computed. Knows no socket.
import { readHeard } from '../../attempt/server/lease.repository.ts';
import type { StaffPush } from '../../live/staff-wire.ts';
import type { Db } from '../../server/db/database.ts';
import type { Clock, Millis } from '../../shared/clock.ts';
import type { Log } from '../../shared/log.ts';
import { tileOf, type TileFacts } from '../tile-of.ts';
import type { Tile } from '../tile.ts';
import { isInside } from '../tile-need.ts';
import { createTurns } from './turns.ts';
import { readTiles, readWatched, readWords, type ReadTile } from './tile.repository.ts';

export interface BoardTimes {
	/** What has changed in the log is gathered for as long. */
	readonly changedMs: number;
	/** A tile follows its devices' words no more often than this. */
	readonly wordsMs: number;
	/** Silence, a late entry, an incident that grows: computed as often, from what is known. */
	readonly clockMs: number;
	/** All rows anew: films grow without a line in the log, rosters are mended. */
	readonly wholeMs: number;
}
const TIMES: BoardTimes = { changedMs: 100, wordsMs: 1000, clockMs: 5000, wholeMs: 60_000 };

type Pushed = Omit<Extract<StaffPush, { type: 'tiles' }>, 'v'>;

export interface BoardOptions {
	readonly db: Db;
	readonly clock: Clock;
	readonly log: Log;
	isWatched(room: string): boolean;
	/** Somebody has this attempt's page open. */
	isFollowed(attempt: string): boolean;
	push(message: Pushed): void;
	/** To those who follow it: its log has this line now. */
	moved(attempt: string, seq: number): void;
	/** Somebody is no longer in this room. */
	rosterChanged(room: string): void;
	readonly times?: BoardTimes;
}

export interface RoomBoard {
	/** All tiles, for who begins to watch: nothing that changes later is missed. */
	tiles(room: string): Promise<Pushed>;
	/** This attempt's log has moved. */
	changed(attempt: string): void;
	/** One of its devices has said how it is. */
	reported(attempt: string): void;
	/** Who is watched closely in this room may be others. */
	watchedChanged(room: string): void;
	/** Announcements may have been missed. */
	readAgain(): void;
	stop(): Promise<void>;
}

interface Seat {
	readonly room: string;
	facts: TileFacts;
	tile: Tile;
	/** As it was pushed last. */
	told: string;
}

interface Room {
	readonly seats: Map<string, Seat>;
	/** Before the newest of it was read. */
	at: Millis;
}

export function createRoomBoard(options: BoardOptions): RoomBoard {
	const { db, clock, log, isWatched, isFollowed, push, moved, rosterChanged } = options;
	const { times = TIMES } = options;
	const rooms = new Map<string, Room>();
	/** By the attempt's id. */
	const seats = new Map<string, Seat>();
	const turns = createTurns(log);
	/** Rooms that are being read: what changes meanwhile may be one of theirs. */
	let loading = 0;

	/** @returns whether it is another tile than was told */
	function draw(seat: Seat, now: Millis): boolean {
		seat.tile = tileOf(seat.facts, now);
		const text = JSON.stringify(seat.tile);
		const isNew = text !== seat.told;
		seat.told = text;
		return isNew;
	}

	function show(which: Iterable<Seat>, now: Millis): void {
		const drawn = [...which].filter((seat) => draw(seat, now));
		for (const [room, own] of Map.groupBy(drawn, (seat) => seat.room)) {
			const known = rooms.get(room);
			if (known) known.at = now;
			push({ type: 'tiles', room, now, tiles: own.map(({ tile }) => tile) });
		}
	}

	function seatOf(room: Room, read: ReadTile, now: Millis): Seat {
		const known = room.seats.get(read.attemptId);
		if (known) return Object.assign(known, { facts: read.facts });
		const seat = { room: read.room, facts: read.facts, tile: tileOf(read.facts, now), told: '' };
		room.seats.set(read.attemptId, seat);
		seats.set(read.attemptId, seat);
		return seat;
	}

	function remove(attempt: string, room: string): void {
		rooms.get(room)?.seats.delete(attempt);
		seats.delete(attempt);
		rosterChanged(room);
	}

	async function load(ids: readonly string[]): Promise<void> {
		if (ids.length === 0) return;
		const now = clock.now();
		const read = await readTiles(db, { rooms: ids }, now);
		const here = new Set(read.map(({ attemptId }) => attemptId));
		for (const [attempt, seat] of seats)
			if (ids.includes(seat.room) && !here.has(attempt)) remove(attempt, seat.room);
		const fresh = new Set(ids.filter((id) => !rooms.has(id)));
		for (const id of fresh) rooms.set(id, { seats: new Map(), at: now });
		const [unknown, known] = partition(take(read, now), ({ room }) => fresh.has(room));
		// who begins to watch is told all of it
		for (const seat of unknown) draw(seat, now);
		show(known, now);
	}

	function take(read: readonly ReadTile[], now: Millis): Seat[] {
		return read.flatMap((one) => {
			const known = seats.get(one.attemptId);
			if (known && known.room !== one.room) remove(one.attemptId, known.room);
			const room = rooms.get(one.room);
			return room ? [seatOf(room, one, now)] : [];
		});
	}

	const changed = turns.gather(times.changedMs, async (ids) => {
		const now = clock.now();
		const read = await readTiles(db, { attempts: ids }, now);
		show(take(read, now), now);
		for (const { attemptId, seq } of read)
			if (seq !== null && isFollowed(attemptId)) moved(attemptId, seq);
	});

	const reported = turns.gather(times.wordsMs, async (ids) => {
		const now = clock.now();
		const words = await readWords(db, ids);
		const spoke = [...words].flatMap(([attempt, said]) => {
			const seat = seats.get(attempt);
			if (seat) seat.facts = { ...seat.facts, words: said };
			return seat ? [seat] : [];
		});
		show(spoke, now);
	});

	const watchedChanged = turns.gather(times.changedMs, async (ids) => {
		const now = clock.now();
		const watched = await readWatched(db, ids);
		const own = [...seats.values()].filter(({ room }) => ids.includes(room));
		for (const seat of own)
			seat.facts = { ...seat.facts, watched: watched.has(seat.facts.candidate) };
		show(own, now);
	});

	/** Rooms that nobody watches any more are forgotten. */
	function forget(): void {
		for (const [id, room] of rooms) {
			if (isWatched(id)) continue;
			for (const attempt of room.seats.keys()) seats.delete(attempt);
			rooms.delete(id);
		}
	}

	/** Where sockets are blocked a computer reports nothing, and uploads all the same. */
	async function hearQuiet(now: Millis): Promise<void> {
		const quiet = [...seats.values()].flatMap((seat) => {
			const lease = seat.facts.attempt?.state.lease;
			return lease && isQuiet(seat.tile, now) ? [{ seat, lease }] : [];
		});
		const heard = await readHeard(
			db,
			quiet.map(({ lease }) => lease)
		);
		for (const { seat, lease } of quiet)
			seat.facts = { ...seat.facts, leaseHeardAt: heard.get(lease) ?? seat.facts.leaseHeardAt };
	}

	async function pass(): Promise<void> {
		const now = clock.now();
		// what time alone changes needs no database
		await hearQuiet(now).finally(() => show(seats.values(), now));
	}

	const clocks = [
		setInterval(() => turns.soon(pass), times.clockMs),
		setInterval(() => {
			forget();
			turns.soon(() => load([...rooms.keys()]));
		}, times.wholeMs)
	];
	for (const one of clocks) one.unref();

	return {
		async tiles(id) {
			loading++;
			await turns
				.next(async () => {
					if (!rooms.has(id)) await load([id]);
				})
				.finally(() => loading--);
			const room = rooms.get(id);
			if (!room) throw new Error('the room was not read');
			const tiles = [...room.seats.values()].map(({ tile }) => tile);
			return { type: 'tiles', room: id, now: room.at, tiles };
		},
		changed(attempt) {
			if (seats.has(attempt) || loading > 0 || isFollowed(attempt)) changed(attempt);
		},
		reported(attempt) {
			if (seats.has(attempt)) reported(attempt);
		},
		watchedChanged(room) {
			if (isWatched(room)) watchedChanged(room);
		},
		readAgain() {
			forget();
			turns.soon(() => load([...rooms.keys()]));
		},
		async stop() {
			for (const one of clocks) clearInterval(one);
			await turns.stop();
		}
	};
}

/** Reports come every 5 s: who has just spoken need not be asked after. Later than this, one turn would come too late. */
const QUIET_MS = 10_000;

const isQuiet = (tile: Tile, now: Millis): boolean =>
	isInside(tile) && now - (tile.desktop?.at ?? -Infinity) > QUIET_MS;

function partition<T>(all: readonly T[], is: (one: T) => boolean): [T[], T[]] {
	return [all.filter(is), all.filter((one) => !is(one))];
}
