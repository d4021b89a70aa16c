// Pictures that were not pushed: of devices that have fallen silent, or from before the page looked. A few at a time, the
// same one once, and again after a pause where it could not be had.
import { PICTURE_TRACKS, type PictureTrack } from '../../live/staff-wire.ts';
import type { Millis } from '../../shared/clock.ts';
import type { Result } from '../../shared/result.ts';
import type { Tile } from '../tile.ts';
import type { FetchedPicture } from '../tile-picture.ts';

/** The next one would have been pushed by now. */
const PUSHED_WITHIN_MS = 7000;
const AT_ONCE = 4;
/** After one that could not be had. */
const AGAIN_MS = 5000;

/** Null = there is none. */
export type FetchPicture = (
	attempt: string,
	track: PictureTrack
) => Promise<Result<FetchedPicture | null, 'failed'>>;

/** The newest picture of one track that is at hand. */
interface AtHand {
	readonly cameAt: Millis | null;
	take(at: Millis, blob: Blob): void;
}

/** An attempt, as it was told last, with what is at hand of its pictures. */
export interface Pictured {
	readonly tile: Pick<Tile, 'attempt' | 'pictures'>;
	readonly pictures: Readonly<Record<PictureTrack, AtHand>>;
}

export function createPictureFetcher(fetchPicture: FetchPicture) {
	const asked = new Map<string, { readonly at: Millis; readonly again: Millis }>();
	let running = 0;

	async function fetchOne(entry: Pictured, track: PictureTrack, now: Millis): Promise<void> {
		const { attempt, pictures } = entry.tile;
		const at = pictures[track];
		if (attempt === null || at === null) return;
		const key = `${attempt} ${track}`;
		const own = { at, again: Infinity };
		asked.set(key, own);
		running++;
		const fetched = await fetchPicture(attempt, track);
		running--;
		if (fetched.ok) {
			if (fetched.value) put(entry, track, fetched.value);
		} else if (asked.get(key) === own) asked.set(key, { at, again: now + AGAIN_MS });
	}

	/** Another device may have come into charge meanwhile, or another picture: then this one may be the former device's. */
	function put(
		{ tile, pictures }: Pictured,
		track: PictureTrack,
		{ at, blob }: FetchedPicture
	): void {
		const told = tile.pictures[track];
		if (told !== null && told <= at) pictures[track].take(at, blob);
	}

	/** @param until what came later is on its way */
	function isDue(
		{ tile, pictures }: Pictured,
		track: PictureTrack,
		now: Millis,
		until: Millis
	): boolean {
		const at = tile.pictures[track];
		if (at === null || at > until) return false;
		const has = pictures[track].cameAt;
		const last = asked.get(`${tile.attempt ?? ''} ${track}`);
		return (has === null || has < at) && (last?.at !== at || now >= last.again);
	}

	/** To be called every second. @param pushed false: none comes by itself */
	return function look(entries: Iterable<Pictured>, now: Millis, pushed = true): void {
		const until = pushed ? now - PUSHED_WITHIN_MS : Infinity;
		for (const entry of entries)
			for (const track of PICTURE_TRACKS) {
				if (running >= AT_ONCE) return;
				if (isDue(entry, track, now, until)) void fetchOne(entry, track, now);
			}
	};
}
