// The tables of the invigilator's room (0015).
import type { Generated, JSONColumnType } from 'kysely';
import type { RoomLogData, RoomLogKind } from '../../invigilation/room-log.ts';
import type { DesktopReport } from '../../live/device-messages.ts';

type Json<T extends object> = JSONColumnType<T, string, string>;

export interface InvigilationTables {
	/** I4: who has a room's page open; `heard_at` is renewed while they do. `attempt_id`: whose page is open. */
	room_presence: {
		room_id: string;
		account_id: string;
		attempt_id: string | null;
		heard_at: number;
	};
	/** What belongs to a room and to no attempt. Append-only by habit. */
	room_log: {
		/** Of the form that made it: sending twice is harmless. */
		id: string;
		room_id: string;
		account_id: string;
		kind: RoomLogKind;
		data: Json<RoomLogData>;
		at: number;
	};
	/** I1: watched closely, by all who watch the room. */
	watched_candidates: { candidate_id: string; account_id: string; at: number };
	/** I4: each form of staff by its id, and the digest of what it says: its answer may have been lost. */
	staff_requests: { id: string; said: string; at: number };
	/** The last word of each attempt's computer, a row overwritten in place; `camera_at`: of its last small picture. */
	desktop_reports: {
		attempt_id: string;
		lease_id: string;
		heard_at: number;
		report: Json<DesktopReport>;
		camera_at: number | null;
		screen_at: number | null;
	};
	/** I3: the furthest line that the attempt's computer has echoed (C34): what lies before it was delivered. */
	told_heads: { attempt_id: string; seq: number };
	/** I2: between a viewer and a device, whatever processes they are at. */
	live_signals: { id: Generated<number>; viewer: string; body: Json<object>; at: number };
}
