// Pictures that were not pushed: of devices that have fallen silent, or from before the page looked. A few at a time, and
// the same one once.
import { PICTURE_TRACKS, type PictureTrack } from '../../../live/staff-wire.ts';
import type { Millis } from '../../../shared/clock.ts';
import type { WallEntry } from './wall-entry.svelte.ts';

/** The next one would have been pushed by now. */
const PUSHED_WITHIN_MS = 7000;
const AT_ONCE = 4;

export type FetchPicture = (attempt: string, track: PictureTrack) => Promise<Blob | null>;

export function createPictureFetcher(fetchPicture: FetchPicture) {
	const asked = new Map<string, Millis>();
	let running = 0;

	async function fetchOne(entry: WallEntry, track: PictureTrack, at: Millis): Promise<void> {
		const { attempt } = entry.tile;
		if (attempt === null) return;
		asked.set(`${attempt} ${track}`, at);
		running++;
		const blob = await fetchPicture(attempt, track);
		running--;
		if (blob) entry.pictures[track].take(at, blob);
	}

	function isDue(entry: WallEntry, track: PictureTrack, now: Millis): boolean {
		const at = entry.tile.pictures[track];
		if (at === null || now - at < PUSHED_WITHIN_MS) return false;
		const has = entry.pictures[track].cameAt;
		return (has === null || has < at) && asked.get(`${entry.tile.attempt ?? ''} ${track}`) !== at;
	}

	/** To be called every second. */
	return function look(entries: Iterable<WallEntry>, now: Millis): void {
		for (const entry of entries)
			for (const track of PICTURE_TRACKS) {
				if (running >= AT_ONCE) return;
				const at = entry.tile.pictures[track];
				if (at !== null && isDue(entry, track, now)) void fetchOne(entry, track, at);
			}
	};
}
