// What goes wrong at this moment, as spans that the incident watch follows until they are over (C16, C22). Pure.
import { isRecordersFault, lostSince, type FilmedSource } from '../recording/device-recording.ts';
import { TRACKS, type Track } from '../recording/part.ts';
import type { Millis } from '../shared/clock.ts';
import type { OpenSpan } from './incident-watch.ts';

/**
 * @param sources of the tracks that this device has
 * @param offlineSince since when there is no connection; null = there is one, or the first is being made
 */
export function openSpans(
	sources: Readonly<Partial<Record<Track, FilmedSource>>>,
	offlineSince: Millis | null,
	now: Millis
): OpenSpan[] {
	const spans: OpenSpan[] = [];
	for (const track of TRACKS) {
		const source = sources[track];
		const from = source ? lostSince(source, now) : null;
		const kind =
			source && isRecordersFault(source, now) ? 'recorder-stalled' : 'recording-interrupted';
		if (from !== null) spans.push({ kind, track, from });
		if (source?.track?.problem === 'device.storage-full')
			spans.push({ kind: 'storage-full', track, from: now });
	}
	if (offlineSince !== null)
		spans.push({ kind: 'connection-lost', track: null, from: offlineSince });
	return spans;
}
