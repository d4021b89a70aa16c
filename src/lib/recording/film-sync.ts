// How the phone's film lies beside the desktop's: by the two devices' clocks, and by the time codes that the film was
// seen to contain (P4, E4). Pure: the log's lines and what a reader found go in, one shift and what to note come out.
import * as v from 'valibot';
import { EVENT_DATA, type EventData } from '../attempt/events.ts';
import { matches } from '../evidence/timecode.ts';
import type { Millis } from '../shared/clock.ts';
import type { Track } from './part.ts';
import type { Finding } from '../review/findings.ts';
import type { ReviewLogLine, Witness } from '../review/review.ts';
import type { TimelinePart } from './timeline.ts';

export type ShownTimecode = EventData<'timecode.shown'>;

/** A code that the film was seen to contain. */
export interface TimecodeReading {
	/** When the desktop showed it, by its clock. */
	readonly at: Millis;
	/** When the film has it, by the phone's clock. */
	readonly filmAt: Millis;
}

/** Less is a frame of the film and the way to the server: nothing to note. */
export const OUT_OF_STEP_MS = 100;

export interface FilmSync {
	/** Of the first code. */
	readonly at: Millis;
	/** Film clock − desktop clock, ms: the median of the readings; null without one. */
	readonly byCode: number | null;
	/** The same by what the server saw of both clocks; null where it saw too little. */
	readonly byClocks: number | null;
	readonly found: number;
	/** Shown while the phone filmed, and not in its film: when. */
	readonly missing: readonly Millis[];
}

/** What the log says was shown, in order of time, and which of it is not the code of its own facts. */
export function shownTimecodes(
	attempt: string,
	log: readonly ReviewLogLine[]
): { readonly shown: ShownTimecode[]; readonly wrong: Millis[] } {
	const all = log.flatMap(({ type, data }) => {
		const parsed = type === 'timecode.shown' && v.safeParse(EVENT_DATA['timecode.shown'], data);
		return parsed && parsed.success ? [parsed.output] : [];
	});
	const honest = ({ code, at, parts }: ShownTimecode): boolean =>
		matches(code, { attempt, at, parts });
	return {
		shown: all.filter(honest).sort((a, b) => a.at - b.at),
		wrong: all.filter((one) => !honest(one)).map(({ at }) => at)
	};
}

/**
 * How much later the phone's clock is than the desktop's, as the server saw both: a digest made at `at` (the device's
 * clock) came at `seenAt` (the server's); the quickest of each device tells its clock but for the way. Null where a
 * device sent none.
 */
export function clockGap(
	parts: readonly Pick<TimelinePart, 'id' | 'track'>[],
	witnesses: readonly Witness[]
): number | null {
	const quickest = (isPhone: boolean): number => {
		const own = parts.filter(({ track }) => (track === 'evidence') === isPhone);
		const lags = witnesses
			.filter(({ part }) => own.some(({ id }) => id === part))
			.map(({ at, seenAt }) => seenAt - at);
		return Math.min(Infinity, ...lags);
	};
	const gap = quickest(false) - quickest(true);
	return Number.isFinite(gap) ? gap : null;
}

export function filmSync(
	looked: readonly Millis[],
	readings: readonly TimecodeReading[],
	byClocks: number | null
): FilmSync {
	return {
		at: looked[0] ?? 0,
		byCode: median(readings.map(({ at, filmAt }) => filmAt - at)),
		byClocks,
		found: readings.length,
		missing: looked.filter((moment) => !readings.some(({ at }) => at === moment))
	};
}

/** The larger disagreement, codes that were not found, codes of the log that are not what they say. */
export function syncFindings(sync: FilmSync | null, wrong: readonly Millis[]): Finding[] {
	const track: Track = 'evidence';
	const found: Finding[] = [];
	const [first] = wrong;
	if (first !== undefined)
		found.push({ kind: 'codes-wrong', track, at: first, count: wrong.length });
	if (!sync) return found;
	const [missed] = sync.missing;
	const total = sync.found + sync.missing.length;
	if (missed !== undefined)
		found.push({ kind: 'codes-missing', track, at: missed, count: sync.missing.length, total });
	const larger = largerOf(sync);
	if (larger && larger.ms >= OUT_OF_STEP_MS)
		found.push({ kind: 'out-of-step', track, at: sync.at, ...larger });
	return found;
}

function largerOf({
	byCode,
	byClocks
}: FilmSync): { readonly ms: number; readonly by: 'code' | 'clocks' } | null {
	const [code, clocks] = [Math.abs(byCode ?? 0), Math.abs(byClocks ?? 0)];
	if (byCode === null && byClocks === null) return null;
	return code >= clocks && byCode !== null
		? { ms: code, by: 'code' }
		: { ms: clocks, by: 'clocks' };
}

function median(values: readonly number[]): number | null {
	const sorted = values.toSorted((a, b) => a - b);
	const middle = sorted.length / 2;
	const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
	return low === undefined || high === undefined ? null : Math.round((low + high) / 2);
}
