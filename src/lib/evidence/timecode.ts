// The time code (佐证): 24 digits that the desktop shows and the phone's film contains. They commit to the attempt, the
// instant and to where the desktop's own parts stood, so that a film proves screen and time, also without a network.
import type { EventData } from '../attempt/events.ts';
import { canonicalJson, sha256OfText } from '../shared/digest.ts';

/** What `timecode.shown` says in the log, without the code itself. */
export type TimecodeFacts = { readonly attempt: string } & Omit<
	EventData<'timecode.shown'>,
	'code'
>;

export interface Timecode {
	/** Second of the day, UTC. */
	readonly second: number;
	/** 19 decimal digits: the digest, truncated. */
	readonly check: string;
}

const VERSION = 'duimian-timecode-1';
const SECOND_DIGITS = 5;
/** 10¹⁹ values: 63 bits of the digest. */
const CHECK_DIGITS = 19;
const DAY_S = 86_400;
const TEXT = new RegExp(`^\\d{${String(SECOND_DIGITS + CHECK_DIGITS)}}$`);

/** @returns 24 decimal digits: 5 of the second of the day (UTC), 19 of the digest; anybody can compute them again */
export function timecodeOf({ attempt, at, parts }: TimecodeFacts): string {
	const digest = sha256OfText(canonicalJson({ version: VERSION, attempt, at, parts }));
	const check = BigInt(`0x${digest.slice(0, 32)}`) % 10n ** BigInt(CHECK_DIGITS);
	const second = Math.floor(at / 1000) % DAY_S;
	return digits(second, SECOND_DIGITS) + digits(check, CHECK_DIGITS);
}

/** What a reader saw; null where it is no time code at all (another code in the room). */
export function readTimecode(text: string): Timecode | null {
	if (!TEXT.test(text)) return null;
	const second = Number(text.slice(0, SECOND_DIGITS));
	return second < DAY_S ? { second, check: text.slice(SECOND_DIGITS) } : null;
}

/** What was read is the code of these facts; the code that the log names is not believed, it is computed. */
export const matches = (text: string, shown: TimecodeFacts): boolean => text === timecodeOf(shown);

const digits = (value: number | bigint, count: number): string =>
	value.toString().padStart(count, '0');
