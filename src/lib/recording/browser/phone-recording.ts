// The phone's evidence (佐证): one camera with the microphone, one of its two sides at a time (P4, P5).
// Knows nothing of steps, uploads or pages.
import type { Encoding } from '../encoding.ts';
import type { Clock } from '../../shared/clock.ts';
import { subject, type Observable } from '../../shared/observable.ts';
import type { Timers } from '../../shared/timers.ts';
import type { DeviceRecording, SourceState } from '../device-recording.ts';
import type { Locks, Vault } from '../ports.ts';
import { createRecordedSource } from '../recorded-source.ts';
import { browserPorts } from './browser-ports.ts';
import { openFacing, type CaptureSource, type Facing } from './capture.ts';

export interface PhoneRecordingState {
	readonly evidence: SourceState<CaptureSource>;
	/** Of the camera that is open, or was last. */
	readonly facing: Facing;
}

export interface PhoneRecording
	extends Observable<PhoneRecordingState>, Omit<DeviceRecording, keyof Observable<unknown>> {
	/**
	 * Opens the camera, or turns to the other side; the side that is open already stays. Call inside a tap. While
	 * recording, a turn makes a short gap and a new part; if it fails, the former side is opened again and
	 * `evidence.code` says why.
	 */
	open(facing?: Facing): Promise<void>;
	/** The sweep is over (P3): its part is closed, the camera stays open. Resolves once the last slice is in the vault. */
	rest(): Promise<void>;
}

export interface PhoneRecordingOptions {
	readonly attempt: string;
	readonly lease: string;
	readonly encoding: Encoding;
	/** The side to begin with, of a page that was opened again; otherwise `user`. */
	readonly facing?: Facing;
	readonly vault: Vault;
	readonly locks: Locks;
	readonly clock: Clock;
	readonly timers: Timers;
}

export function createPhoneRecording(options: PhoneRecordingOptions): PhoneRecording {
	const { facing = 'user', ...common } = options;
	const evidence = createRecordedSource<CaptureSource, Facing>({
		...common,
		...browserPorts,
		track: 'evidence',
		oneAtATime: true,
		open: (wanted) => openFacing(options.encoding, wanted),
		comesBack: (last) => last?.facing ?? facing
	});
	const observed = subject<PhoneRecordingState>({ evidence: evidence.state, facing });
	evidence.subscribe((state) =>
		observed.set({ evidence: state, facing: state.source?.facing ?? observed.state.facing })
	);

	return {
		get state() {
			return observed.state;
		},
		subscribe: (listener) => observed.subscribe(listener),
		async open(wanted = observed.state.facing) {
			const { source, muted } = evidence.state;
			if (source?.live && !muted && wanted === observed.state.facing) return;
			await evidence.open(wanted);
		},
		record: () => evidence.record(),
		comeBack: () => evidence.comeBack(),
		rest: () => evidence.rest(),
		stop: () => evidence.stop(),
		witnesses: () => evidence.witnesses()
	};
}
