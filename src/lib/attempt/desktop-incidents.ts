// What the candidate's computer tells the log of its own recording (C15, C16, C22): that it was taken up again, and what
// was interrupted, from when until when. Pure.
import type { DeviceRecording } from '../recording/device-recording.ts';
import type { Clock, Millis } from '../shared/clock.ts';
import type { AttemptState } from './attempt-state.ts';
import { createIncidentWatch, type NotedIncident } from './incident-watch.ts';
import { openSpans } from './open-spans.ts';
import type { DutyIncidents } from './recording-duty.ts';
import { incidentOf } from './reopening.ts';

export interface DesktopIncidentsOptions {
	readonly lease: string;
	readonly clock: Clock;
	/** The attempt as this device knows it; null before it was read. */
	state(): AttemptState | null;
	/** Since when there is no connection; null = not lost. */
	lostSince(): Millis | null;
	readonly recording: Pick<DeviceRecording, 'state'>;
	/** The parts that lay here before this page recorded anything. */
	readonly recordedBefore: Promise<readonly { readonly lease: string }[]>;
	note(incident: NotedIncident): Promise<unknown>;
	/** A recording that was interrupted goes on. */
	resumed(at: Millis): void;
}

const INTERRUPTIONS: readonly NotedIncident['kind'][] = [
	'recording-interrupted',
	'recorder-stalled'
];

export function createDesktopIncidents(options: DesktopIncidentsOptions): DutyIncidents {
	const { lease, clock, recording, recordedBefore, note } = options;
	const watch = createIncidentWatch();

	async function noteReopening(endTakenBack: boolean): Promise<void> {
		const from = clock.now();
		const leases = desktopLeases(options.state());
		const recorded = await recordedBefore;
		const kind = incidentOf({ endTakenBack, recorded, lease, leases });
		if (kind) await note({ kind, from, until: null, track: null });
	}

	return {
		reopened: (stopped) => void noteReopening(stopped),
		look(isRecording) {
			const at = clock.now();
			const spans = isRecording ? openSpans(recording.state, options.lostSince(), at) : [];
			for (const incident of watch.see(spans, at)) {
				void note(incident);
				if (isRecording && INTERRUPTIONS.includes(incident.kind)) options.resumed(at);
			}
		},
		async close() {
			for (const incident of watch.flush()) await note(incident);
		}
	};
}

const desktopLeases = (state: AttemptState | null): string[] =>
	Object.entries(state?.leases ?? {}).flatMap(([id, { device }]) =>
		device === 'desktop' ? id : []
	);
