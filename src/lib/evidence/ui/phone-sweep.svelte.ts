// P3: one 环拍 as it happens: the front camera recorded, orientation or time fed into the pure sweep, a look for a face
// twice a second. The detector is loaded for it and thrown away after it: no model runs while the phone films.
import type { DeviceRecording } from '../../recording/device-recording.ts';
import { every } from '../../shared/browser/every.ts';
import { streamVideo } from '../../shared/browser/stream-video.ts';
import type { Millis } from '../../shared/clock.ts';
import { openFaceWatch, type FaceWatch } from '../browser/face-watch.ts';
import { watchOrientation } from '../browser/orientation.ts';
import { frontCameraLook, type Look } from '../heading.ts';
import {
	startSweep,
	sweepResult,
	sweepStep,
	TIMED_SWEEP_MS,
	timedSweepStep,
	type Sweep
} from '../sweep.ts';
import type { SweepView } from './evidence-view.ts';

export type SweepResult = ReturnType<typeof sweepResult>;

export interface PhoneSweepOptions {
	readonly recording: Pick<DeviceRecording, 'record'>;
	/** Opens the front camera unless it is open; false when it cannot. */
	readonly openCamera: () => Promise<boolean>;
	readonly stream: () => MediaStream | null;
	readonly now: () => Millis;
	/** All around: what came of it, and since when it was filmed. */
	readonly done: (result: SweepResult, from: Millis) => Promise<void>;
}

const STEP_MS = 200;
const LOOK_MS = 500;
const NOWHERE: Look = { heading: null, upright: 0 };

export function createPhoneSweep(options: PhoneSweepOptions) {
	const { recording, openCamera, stream, now, done } = options;
	let state = $state<SweepView['state']>('ready');
	let sweep = $state.raw<Sweep>(startSweep(0));
	let detector = $state<SweepView['detector']>('off');
	let noSensor = $state(false);
	let result = $state.raw<SweepView['result']>(null);
	let face: boolean | null = null;
	let look: Look = NOWHERE;
	/** Each start, and each end, is another one: what was asked for by an earlier one is thrown away. */
	let run = 0;
	let ends: (() => void)[] = [];

	function stop(): void {
		run++;
		for (const end of ends) end();
		ends = [];
		detector = 'off';
		if (state !== 'done') state = 'ready';
	}

	async function start(way: 'sensor' | 'timed'): Promise<void> {
		stop();
		const mine = ++run;
		state = 'starting';
		noSensor = false;
		face = null;
		look = NOWHERE;
		// the iPhone's question needs the tap that has just happened: it comes before the camera
		if (way === 'sensor') {
			const watching = await watchOrientation({
				told: (attitude) => {
					look = frontCameraLook(attitude);
					noSensor = false;
				},
				noSensor: () => (noSensor = true)
			});
			if (!watching.ok) noSensor = true;
			else if (mine === run) ends.push(watching.value);
			else return watching.value();
		}
		const opened = await openCamera();
		if (mine !== run) return;
		if (!opened) return stop();
		recording.record();
		sweep = startSweep(now(), way);
		state = 'running';
		ends.push(every(STEP_MS, step));
		void watchFaces(mine);
	}

	function step(): void {
		const at = now();
		sweep =
			sweep.way === 'timed'
				? timedSweepStep(sweep, { at, face })
				: sweepStep(sweep, { at, face, ...look });
		if (sweep.done) finish();
	}

	function finish(): void {
		const from = sweep.startedAt;
		result = sweepResult(sweep);
		state = 'done';
		stop();
		void done(result, from);
	}

	/** Without a detector the sweep goes on, and says that nothing looked. */
	async function watchFaces(mine: number): Promise<void> {
		detector = 'loading';
		const opened = await openFaceWatch().catch(() => null);
		if (mine !== run) {
			if (opened?.ok) opened.value.close();
			return;
		}
		detector = opened?.ok ? 'ready' : 'failed';
		if (opened?.ok) ends.push(lookWith(opened.value));
	}

	function lookWith(watch: FaceWatch): () => void {
		const showing = stream();
		const video = showing && streamVideo(showing);
		const stopLooking = every(LOOK_MS, () => {
			if (video) void watch.look(video.element).then((seen) => (face = seen ?? face));
		});
		return () => {
			stopLooking();
			video?.close();
			watch.close();
		};
	}

	return {
		get view(): SweepView {
			return {
				...{ state, way: sweep.way, detector, noSensor, result },
				seen: state === 'ready' ? sweep.seen.map(() => false) : sweep.seen,
				heading: sweep.heading,
				advice: sweep.advice,
				faceShare: sweep.faceShare,
				ms: sweep.ms,
				totalMs: sweep.way === 'timed' ? TIMED_SWEEP_MS : null
			};
		},
		start,
		stop
	};
}
