// The page of bench:watch: records camera and screen as the interview does, and watches or does not.
import { createMicrophoneEar } from '../../../src/lib/attempt/browser/microphone-ear.ts';
import { createAttemptWatch } from '../../../src/lib/attempt/ui/attempt-watch.ts';
import { createSurroundings } from '../../../src/lib/attempt/ui/surroundings.svelte.ts';
import { DEFAULT_RULES } from '../../../src/lib/attempt/rules.ts';
import { watchPicture } from '../../../src/lib/integrity/browser/picture-watch.ts';
import { watchSound } from '../../../src/lib/integrity/browser/sound-watch.ts';
import { createIncidentDesk } from '../../../src/lib/integrity/incident-desk.ts';
import { DEFAULT_POLICY } from '../../../src/lib/integrity/presets.ts';
import { createDeviceClock } from '../../../src/lib/live/browser/device-clock.ts';
import { createDesktopRecording } from '../../../src/lib/recording/browser/desktop-recording.ts';
import { createIdbVault } from '../../../src/lib/recording/browser/idb-vault.ts';
import { webLocks } from '../../../src/lib/recording/browser/web-locks.ts';
import { every } from '../../../src/lib/shared/browser/every.ts';
import { systemTimers } from '../../../src/lib/shared/browser/system-timers.ts';

const clock = createDeviceClock();
/** As often as the room's controller looks. */
const TICK_MS = 200;

const newRecording = async () =>
	createDesktopRecording({
		...{ attempt: crypto.randomUUID(), lease: crypto.randomUUID() },
		encodings: { camera: DEFAULT_RULES.camera, screen: DEFAULT_RULES.screen },
		vault: await createIdbVault(`bench-${crypto.randomUUID()}`),
		...{ locks: webLocks, clock, timers: systemTimers }
	});
type Recording = Awaited<ReturnType<typeof newRecording>>;

let recording: Recording | null = null;
let stopWatch = (): void => {};
let looks = 0;

const bench = {
	async record(): Promise<void> {
		recording = await newRecording();
		recording.record();
		await recording.openCamera();
		await recording.openScreen();
	},

	watch(watches: boolean): void {
		stopWatch();
		stopWatch = watches && recording ? watch(recording) : () => {};
	},

	seen: () => ({
		looks,
		bytes: Math.min(
			recording?.state.camera.track?.bytes ?? 0,
			recording?.state.screen.track?.bytes ?? 0
		)
	}),

	stop: async (): Promise<void> => void (await recording?.stop())
};
export type Bench = typeof bench;

/** @returns what ends it */
function watch(recording: Recording): () => void {
	const { source } = recording.state.camera;
	if (!source) throw new Error('no camera');
	const desk = createIncidentDesk({
		...{ policy: DEFAULT_POLICY, clock, left: [], tell() {} },
		newId: () => crypto.randomUUID()
	});
	const ear = createMicrophoneEar();
	const picture = watchPicture({ clock });
	const surroundings = createSurroundings();
	const all = createAttemptWatch({
		...{ session: { clock }, desktop: recording, surroundings, asking: () => false },
		desk: { ...desk, holds },
		also: [picture.adapter, watchSound({ clock, sound: ear.sound })]
	});
	function holds(...said: Parameters<typeof desk.holds>): void {
		// once for each look, and once when it ends
		if (said[0] === 'camera-frozen') looks++;
		desk.holds(...said);
	}
	const stops = [
		every(TICK_MS, () => {
			ear.listen(source);
			picture.follow(source.stream);
			all.update(true);
			desk.look();
			all.view(clock.now());
		}),
		...[all.close, picture.close, ear.close, surroundings.close]
	];
	return () => {
		for (const stop of stops) stop();
	};
}

Object.assign(globalThis, { bench });
