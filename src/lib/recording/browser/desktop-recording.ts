// Camera with microphone, and the whole screen, on the candidate's computer: previewed, then recorded without a gap.
// Owns the sources and their two track recorders; knows nothing of stages, uploads or pages.
import type { Encoding } from '../encoding.ts';
import type { Clock } from '../../shared/clock.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { refuse } from '../../shared/errors.ts';
import { err, type Result } from '../../shared/result.ts';
import { subject, type Observable } from '../../shared/observable.ts';
import type { Refusal } from '../../shared/errors.ts';
import type { Timers } from '../../shared/timers.ts';
import { pickMime } from '../codecs.ts';
import type { Locks, Vault } from '../ports.ts';
import type { Witness } from '../slice-writer.ts';
import { createTrackRecorder, type TrackRecorder, type TrackState } from '../track-recorder.ts';
import { openCamera, openScreen, type CameraChoice, type CaptureSource } from './capture.ts';
import { isRecordable, mediaSlices } from './media-slices.ts';

export type DesktopTrack = 'camera' | 'screen';

export interface SourceState {
	readonly state: 'off' | 'opening' | 'live' | 'failed';
	readonly source: CaptureSource | null;
	readonly code: ErrorCode | null;
	/** Of the recorder; null before recording. */
	readonly track: TrackState | null;
}

export type DesktopState = Readonly<Record<DesktopTrack, SourceState>>;

export interface DesktopRecording extends Observable<DesktopState> {
	/** Opens, or changes to, a camera and microphone; while recording that begins a new part (C16). */
	openCamera(choice?: CameraChoice): Promise<void>;
	/** Call inside a click. */
	openScreen(): Promise<void>;
	/**
	 * From now on what is open, and what is opened later, is recorded (C15). Also after `stop`: an end that the device
	 * believed in while it was cut off need not be the server's (granted time, C23).
	 */
	record(): void;
	/** After a reload: the camera by itself, whichever there is; the screen needs a touch. */
	comeBack(): void;
	/** Closes devices and parts; resolves once the last slice is in the vault. */
	stop(): Promise<void>;
	witnesses(): Witness[];
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

const OFF: SourceState = { state: 'off', source: null, code: null, track: null };

export function createDesktopRecording(options: DesktopRecordingOptions): DesktopRecording {
	const observed = subject<DesktopState>({ camera: OFF, screen: OFF });
	const recorders: Record<DesktopTrack, TrackRecorder<CaptureSource> | null> = {
		camera: null,
		screen: null
	};
	const running = (): TrackRecorder<CaptureSource>[] =>
		Object.values(recorders).filter((recorder) => recorder !== null);
	let lastChoice: CameraChoice = {};
	let recording = false;
	let stopped = false;

	const patch = (track: DesktopTrack, change: Partial<SourceState>): void =>
		observed.set({ ...observed.state, [track]: { ...observed.state[track], ...change } });

	async function open(
		track: DesktopTrack,
		opening: Promise<Result<CaptureSource, Refusal>>
	): Promise<Result<CaptureSource, Refusal>> {
		const before = observed.state[track].source;
		if (!before?.live) patch(track, { state: 'opening', code: null });
		const opened = await opening;
		if (stopped) {
			if (opened.ok) opened.value.close();
			return err(refuse('attempt.already-ended'));
		}
		if (opened.ok) await take(track, opened.value, before);
		// a change that failed leaves what was running
		else patch(track, { state: before?.live ? 'live' : 'failed', code: opened.error.code });
		return opened;
	}

	/** The former source stops only when the new one is being recorded; if that fails, it simply stays. */
	async function take(
		track: DesktopTrack,
		source: CaptureSource,
		before: CaptureSource | null
	): Promise<void> {
		const switched = recording ? await recorderOf(track)?.switchTo(source) : null;
		if (switched?.ok === false && before?.live) {
			source.close();
			patch(track, { code: switched.error.code });
			return;
		}
		patch(track, { state: 'live', source, code: null });
		source.onEnded(() => lost(track, source));
		before?.close();
	}

	function lost(track: DesktopTrack, source: CaptureSource): void {
		if (observed.state[track].source !== source || stopped) return;
		source.close();
		const code = track === 'screen' ? 'device.screen-refused' : 'device.camera-missing';
		patch(track, { state: 'failed', source: null, code });
		// a preview comes back by itself as a recording does, through the recorder's `reopen`
		if (!recording && track === 'camera') void openCameraAs({ ...lastChoice, otherwiseAny: true });
	}

	function recorderOf(track: DesktopTrack): TrackRecorder<CaptureSource> | null {
		const known = recorders[track];
		if (known) return known;
		const mime = pickMime(track, isRecordable);
		if (mime === null) {
			patch(track, { code: 'device.unsupported' });
			return null;
		}
		const recorder = createTrackRecorder<CaptureSource>({
			...options,
			track,
			mime,
			encoding: options.encodings[track],
			slices: mediaSlices,
			newId: () => crypto.randomUUID(),
			random: Math.random,
			// a screen can only be shared again by a touch of the candidate
			...(track === 'camera' ? { reopen: reopenCamera } : {})
		});
		recorder.subscribe((state) => patch(track, { track: state }));
		recorders[track] = recorder;
		return recorder;
	}

	async function reopenCamera(): Promise<Result<CaptureSource, Refusal>> {
		const opened = await openCamera(options.encodings.camera, {
			...lastChoice,
			otherwiseAny: true
		});
		if (!opened.ok) {
			patch('camera', { state: 'failed', code: opened.error.code });
			return opened;
		}
		const before = observed.state.camera.source;
		patch('camera', { state: 'live', source: opened.value, code: null });
		opened.value.onEnded(() => lost('camera', opened.value));
		before?.close();
		return opened;
	}

	async function openCameraAs(choice: CameraChoice): Promise<void> {
		const opened = await open('camera', openCamera(options.encodings.camera, choice));
		if (opened.ok)
			lastChoice = { camera: opened.value.camera, microphone: opened.value.microphone };
	}

	return {
		get state() {
			return observed.state;
		},
		subscribe: (listener) => observed.subscribe(listener),
		openCamera: (choice = {}) => openCameraAs(choice),
		comeBack: () => void openCameraAs({ otherwiseAny: true }),
		async openScreen() {
			await open('screen', openScreen(options.encodings.screen));
		},
		record() {
			if (recording && !stopped) return;
			recording = true;
			stopped = false;
			for (const track of ['camera', 'screen'] as const) {
				const { source } = observed.state[track];
				if (source) void recorderOf(track)?.switchTo(source);
			}
		},
		async stop() {
			stopped = true;
			await Promise.all(running().map((recorder) => recorder.stop()));
			for (const track of ['camera', 'screen'] as const) {
				// a recorder that has stopped is done; the next recording makes its own
				recorders[track] = null;
				observed.state[track].source?.close();
				patch(track, { state: 'off', source: null, code: null });
			}
		},
		witnesses: () => running().flatMap((recorder) => recorder.witnesses())
	};
}
