// What a device check may take of the server. It is open to anybody, before login, so everything is bounded; the
// recordings of the exams come first.
import type { ErrorCode } from '../shared/errors.ts';

const MEGABYTE = 1024 * 1024;

/** A test film of 10 s and the measuring take a minute; a line on which they take longer is too slow for an exam. */
export const CHECK_LIFE_MS = 5 * 60_000;
/** Until its first part; the page creates one a second or two after it has opened the check. */
export const CHECK_IDLE_MS = 30_000;
/** One of them is used; a recorder that has to begin anew begins another part. */
export const CHECK_PARTS = 2;
export const CHECK_PART_BYTES = 20 * MEGABYTE;
const CHECK_BYTES = CHECK_PARTS * CHECK_PART_BYTES;

/** In the whole installation: a measurement holds one for ten seconds, a test film for half a minute. */
export const CHECKS_AT_ONCE = 150;
/** A school is one address. */
export const CHECKS_OF_ADDRESS = 60;
/** A hundred candidates behind one address, four for each: a whole run takes two or three, one is repeated. */
export const OPENINGS_OF_ADDRESS = 400;
export const OPENINGS_WINDOW_MS = 10 * 60_000;

/** Checks end long before the uploads of the exams do: their floor is so many times as high. */
const FLOORS = 4;
export const checkFloor = (diskFloorBytes: number): number => FLOORS * diskFloorBytes;

export interface OpenChecks {
	readonly inAll: number;
	readonly ofAddress: number;
	/** Opened by the address within the window, whether they have ended or not. */
	readonly lately: number;
}

/** @param floorBytes that stay free, of `checkFloor`. @returns why no further check may be opened now, or null */
export function whyNoCheck(
	open: OpenChecks,
	disk: { readonly freeBytes: number; readonly floorBytes: number }
): ErrorCode | null {
	if (open.lately >= OPENINGS_OF_ADDRESS) return 'check.busy-here';
	if (open.ofAddress >= CHECKS_OF_ADDRESS) return 'check.busy-here';
	const left = CHECKS_AT_ONCE - open.inAll;
	if (left <= 0) return 'check.busy';
	// nobody has more than is left for all others: a few addresses do not shut it for everybody
	if (open.ofAddress >= left) return 'check.busy-here';
	// each of those that are open may still take all that it may
	const taken = (open.inAll + 1) * CHECK_BYTES;
	return disk.freeBytes < disk.floorBytes + taken ? 'check.busy' : null;
}
