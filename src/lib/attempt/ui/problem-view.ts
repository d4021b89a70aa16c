// What goes wrong with recording and keeping, as the candidate’s pages show it. Types of plain data.
import type { Millis } from '../../shared/clock.ts';
import type { ErrorCode } from '../../shared/errors.ts';

export const ROOM_NOTICES = [
	/** less space than this sitting needs */
	'storage-low',
	/** out of space: verified bytes are being removed, bitrate lowered */
	'storage-full',
	/** the browser did not promise to keep the data */
	'storage-not-persistent',
	/** a recorder failed and was started again */
	'recorder-restarted',
	/** the page was opened anew in the middle; there is a gap, the rest is safe */
	'resumed',
	/** the server's disk is full (507): kept here, sent later */
	'server-full',
	/** the server does not know this device's credential any more: kept here, sent after a new login */
	'login-needed'
] as const;
export type RoomNotice = (typeof ROOM_NOTICES)[number];

export interface RecordingProblemView {
	/** What is not recorded; one touch brings all of it back. Never empty. */
	readonly tracks: readonly ('camera' | 'screen')[];
	/** `ended`: device gone or share stopped; `reopened`: crash or reload, the screen needs a touch. */
	readonly cause: 'ended' | 'reopened';
	readonly since: Millis | null;
	/** The touch was made, the browser asks. */
	readonly busy: boolean;
	/** The last try did not work. */
	readonly failure: ErrorCode | null;
}
