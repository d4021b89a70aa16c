// What the candidate's computer notices of its own recording and connection (C15, C16, C22), as signals: when it was taken
// up again, what is interrupted. What becomes of a signal is the desk's. Pure.
import type { IncidentDesk } from '../integrity/incident-desk.ts';
import {
	isRecordersFault,
	lostSince,
	type DeviceRecording
} from '../recording/device-recording.ts';
import { TRACKS, type Track } from '../recording/part.ts';
import type { Clock, Millis } from '../shared/clock.ts';
import type { AttemptState } from './attempt-state.ts';
import type { DutyIncidents } from './recording-duty.ts';
import { incidentOf } from './reopening.ts';

export interface RecordingSignalsOptions {
	readonly lease: string;
	readonly clock: Clock;
	readonly desk: Pick<IncidentDesk, 'holds' | 'happened' | 'close'>;
	/** The attempt as this device knows it; null before it was read. */
	state(): AttemptState | null;
	/** Since when nothing is heard of the server; null = not lost. */
	lostSince(): Millis | null;
	readonly recording: Pick<DeviceRecording, 'state'>;
	/** The parts that lay here before this page recorded anything. */
	readonly recordedBefore: Promise<readonly { readonly lease: string }[]>;
	/** A recording that was interrupted goes on. */
	resumed(at: Millis): void;
}

/** A vault that is full has room for a slice now and then: that is not the end of it. */
const FULL_FOR_MS = 3000;

export function createRecordingSignals(options: RecordingSignalsOptions): DutyIncidents {
	const { lease, clock, desk, recording, recordedBefore } = options;
	const interrupted = new Set<Track>();
	const fullAt = new Map<Track, Millis>();

	async function noteReopening(endTakenBack: boolean): Promise<void> {
		const from = clock.now();
		const leases = desktopLeases(options.state());
		const recorded = await recordedBefore;
		const kind = incidentOf({ endTakenBack, recorded, lease, leases });
		if (kind) desk.happened(kind, { from });
	}

	function lookAt(track: Track, now: Millis): void {
		const source = recording.state[track];
		if (!source) return;
		const since = lostSince(source, now);
		const stalled = isRecordersFault(source, now);
		const about = { track, from: since ?? now };
		desk.holds('recording-interrupted', since !== null && !stalled, about);
		desk.holds('recorder-stalled', stalled, about);
		if (since !== null) interrupted.add(track);
		else if (interrupted.delete(track)) options.resumed(now);
		if (source.track?.problem === 'device.storage-full') fullAt.set(track, now);
		const wasFull = fullAt.get(track) ?? -Infinity;
		desk.holds('storage-full', now - wasFull <= FULL_FOR_MS, { track });
	}

	return {
		reopened: (stopped) => void noteReopening(stopped),
		look() {
			const now = clock.now();
			for (const track of TRACKS) lookAt(track, now);
			const since = options.lostSince();
			desk.holds('connection-lost', since !== null, { from: since ?? now });
		},
		close() {
			interrupted.clear();
			fullAt.clear();
			desk.close();
		}
	};
}

const desktopLeases = (state: AttemptState | null): string[] =>
	Object.entries(state?.leases ?? {}).flatMap(([id, { device }]) =>
		device === 'desktop' ? id : []
	);
