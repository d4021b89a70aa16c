// What goes wrong at this moment, as spans that the incident watch follows until they are over (C16, C22). Pure.
import type { ConnectionState } from '../../live/browser/connection.ts';
import type { DesktopState } from '../../recording/browser/desktop-recording.ts';
import type { Millis } from '../../shared/clock.ts';
import type { OpenSpan } from '../incident-watch.ts';

export function openSpans(
	sources: DesktopState,
	connection: ConnectionState,
	now: Millis
): OpenSpan[] {
	const spans: OpenSpan[] = [];
	for (const track of ['camera', 'screen'] as const) {
		const recorder = sources[track].track;
		if (recorder?.interrupted)
			spans.push({ kind: 'recording-interrupted', track, from: recorder.interrupted.since });
		if (recorder?.problem === 'device.storage-full')
			spans.push({ kind: 'storage-full', track, from: now });
	}
	if (connection.state === 'lost')
		spans.push({ kind: 'connection-lost', track: null, from: connection.since });
	return spans;
}
