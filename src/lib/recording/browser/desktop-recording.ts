// Camera with microphone, and the whole screen, on the candidate's computer: two recorded sources.
// Knows nothing of stages, uploads or pages.
import type { Encoding } from '../../attempt/rules.ts';
import type { Clock } from '../../shared/clock.ts';
import { subject, type Observable } from '../../shared/observable.ts';
import type { Timers } from '../../shared/timers.ts';
import type { DeviceRecording, SourceState as StateOf } from '../device-recording.ts';
import type { Locks, Vault } from '../ports.ts';
import { createRecordedSource } from '../recorded-source.ts';
import { browserPorts } from './browser-ports.ts';
import { openCamera, openScreen, type CameraChoice, type CaptureSource } from './capture.ts';

export type DesktopTrack = 'camera' | 'screen';
export type SourceState = StateOf<CaptureSource>;
export type DesktopState = Readonly<Record<DesktopTrack, SourceState>>;

export interface DesktopRecording
	extends Observable<DesktopState>, Omit<DeviceRecording, keyof Observable<unknown>> {
	/** Opens, or changes to, a camera and microphone; while recording that begins a new part (C16). */
	openCamera(choice?: CameraChoice): Promise<void>;
	/** Call inside a click. */
	openScreen(): Promise<void>;
}

export interface DesktopRecordingOptions {
	readonly attempt: string;
	readonly lease: string;
	readonly encodings: Readonly<Record<DesktopTrack, Encoding>>;
	readonly vault: Vault;
	readonly locks: Locks;
	readonly clock: Clock;
	readonly timers: Timers;
}

export function createDesktopRecording(options: DesktopRecordingOptions): DesktopRecording {
	const { encodings, ...common } = options;
	const camera = createRecordedSource<CaptureSource, CameraChoice>({
		...common,
		...browserPorts,
		track: 'camera',
		encoding: encodings.camera,
		open: (choice) => openCamera(encodings.camera, choice),
		comesBack: (last) => ({
			camera: last?.camera ?? null,
			microphone: last?.microphone ?? null,
			otherwiseAny: true
		})
	});
	const screen = createRecordedSource<CaptureSource, null>({
		...common,
		...browserPorts,
		track: 'screen',
		encoding: encodings.screen,
		open: () => openScreen(encodings.screen),
		comesBack: null
	});
	const both = [camera, screen] as const;
	const observed = subject<DesktopState>({ camera: camera.state, screen: screen.state });
	camera.subscribe((state) => observed.set({ ...observed.state, camera: state }));
	screen.subscribe((state) => observed.set({ ...observed.state, screen: state }));

	return {
		get state() {
			return observed.state;
		},
		subscribe: (listener) => observed.subscribe(listener),
		openCamera: (choice = {}) => camera.open(choice),
		openScreen: () => screen.open(null),
		record() {
			for (const one of both) one.record();
		},
		comeBack: () => camera.comeBack(),
		stop: async () => void (await Promise.all(both.map((one) => one.stop()))),
		witnesses: () => both.flatMap((one) => one.witnesses())
	};
}
