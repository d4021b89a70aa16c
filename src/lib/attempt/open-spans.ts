// What goes wrong at this moment, as spans that the incident watch follows until they are over (C16, C22). Pure.
import type { SourceState } from '../recording/device-recording.ts';
import { TRACKS, type Track } from '../recording/part.ts';
import type { Millis } from '../shared/clock.ts';
import type { OpenSpan } from './incident-watch.ts';

/**
 * @param sources of the tracks that this device has
 * @param lostSince since when there is no connection; null = there is one, or the first is being made
 */
export function openSpans(
	sources: Readonly<Partial<Record<Track, Pick<SourceState, 'track'>>>>,
	lostSince: Millis | null,
	now: Millis
): OpenSpan[] {
	const spans: OpenSpan[] = [];
	for (const track of TRACKS) {
		const recorder = sources[track]?.track;
		if (recorder?.interrupted)
			spans.push({ kind: 'recording-interrupted', track, from: recorder.interrupted.since });
		if (recorder?.problem === 'device.storage-full')
			spans.push({ kind: 'storage-full', track, from: now });
	}
	if (lostSince !== null) spans.push({ kind: 'connection-lost', track: null, from: lostSince });
	return spans;
}
