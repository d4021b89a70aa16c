// What the pages of staff in this process are told, put together (I1, I4): their sockets, the tiles of the rooms that they
// watch, who is present. `lib/server/app.ts` calls this once.
import { ACCESS_CHANNEL } from '../../accounts/server/session.repository.ts';
import { ATTEMPT_CHANNEL } from '../../attempt/server/attempt-writer.ts';
import { PHONE_CHANNEL } from '../../evidence/server/phone-report.repository.ts';
import { createStaffFeed } from '../../live/server/staff-feed.ts';
import type { StaffFeed, StaffFeedOptions } from '../../live/server/staff-feed-ports.ts';
import type { Channels } from '../../live/server/database-feed.ts';
import type { Db } from '../../server/db/database.ts';
import { DESKTOP_CHANNEL } from './desktop-reports.ts';
import { PRESENCE_CHANNEL, ROOM_CHANNEL } from './presence.repository.ts';
import { startPresence } from './presence.ts';
import { createRoomBoard, type BoardTimes } from './room-board.ts';

export interface StaffRoomsOptions extends Omit<StaffFeedOptions, 'watched' | 'presenceChanged'> {
	readonly db: Db;
	readonly times?: BoardTimes;
	readonly renewMs?: number;
}

export interface StaffRooms {
	readonly feed: StaffFeed;
	/** What it has to hear of the database. */
	readonly channels: Channels;
	/** The database may have said something that was not heard. */
	readAgain(): void;
	stop(): Promise<void>;
}

export function startStaffRooms(options: StaffRoomsOptions): StaffRooms {
	const { db, clock, log, times, renewMs } = options;
	const feed = createStaffFeed({
		...options,
		watched: async (room) => [
			await board.tiles(room),
			{ type: 'present', room, people: await presence.people(room) }
		],
		presenceChanged: () => presence.changed()
	});
	const board = createRoomBoard({
		...{ db, clock, log, ...(times ? { times } : {}) },
		isWatched: feed.isWatched,
		isFollowed: feed.isFollowed,
		push: (message) => feed.toRoom(message.room, message),
		moved: (attempt, seq) => feed.toFollowers(attempt, { type: 'changed', attempt, seq }),
		rosterChanged: (room) => feed.toRoom(room, { type: 'room', room })
	});
	const presence = startPresence({
		...{ db, clock, log, renewMs },
		here: feed.present,
		watchedRooms: feed.watchedRooms,
		push: (room, people) => feed.toRoom(room, { type: 'present', room, people })
	});

	return {
		feed,
		channels: {
			[ATTEMPT_CHANNEL]: board.changed,
			[DESKTOP_CHANNEL]: board.reported,
			[PHONE_CHANNEL]: board.reported,
			[ACCESS_CHANNEL]: feed.accessChanged,
			[PRESENCE_CHANNEL]: presence.announced,
			[ROOM_CHANNEL]: (room) => {
				feed.toRoom(room, { type: 'room', room });
				board.watchedChanged(room);
			}
		},
		readAgain() {
			board.readAgain();
			presence.readAgain();
			for (const room of feed.watchedRooms()) feed.toRoom(room, { type: 'room', room });
		},
		async stop() {
			// first of all: pages that are closed by this end are not gone, they come to the next process
			await presence.stop();
			await board.stop();
			feed.close();
		}
	};
}
