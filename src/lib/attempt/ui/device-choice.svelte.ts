// Which camera and microphone there are and which are taken (C16), and the one touch that brings back what was lost.
import { listDevices, watchDevices, type DeviceList } from '../../recording/browser/capture.ts';
import type { DesktopRecording } from '../../recording/browser/desktop-recording.ts';

export interface DeviceChoice {
	readonly list: DeviceList;
	/** A switch or a refresh is under way. */
	readonly busy: boolean;
	/** The touch was made, the browser asks. */
	readonly resuming: boolean;
	/** A person's touch has opened a question of the browser: it may take the keyboard from this page. */
	readonly asking: boolean;
	open(): Promise<void>;
	/** Call inside a click. */
	shareScreen(): Promise<void>;
	refresh(): Promise<void>;
	/** @returns whether another one runs now; a change that failed has left what there was */
	change(choice: { camera?: string; microphone?: string }): Promise<boolean>;
	/** Screen and camera, whichever is missing. @returns whether the screen is shared again */
	resume(): Promise<boolean>;
	close(): void;
}

export function createDeviceChoice(desktop: DesktopRecording): DeviceChoice {
	let list = $state.raw<DeviceList>({ cameras: [], microphones: [] });
	let busy = $state(false);
	let resuming = $state(false);
	let questions = 0;

	async function ask(question: Promise<void>): Promise<void> {
		questions += 1;
		await question.finally(() => (questions -= 1));
	}
	const openCamera: DesktopRecording['openCamera'] = (choice) => ask(desktop.openCamera(choice));
	const shareScreen = (): Promise<void> => ask(desktop.openScreen());

	async function refresh(): Promise<void> {
		busy = true;
		list = await listDevices().catch(() => list);
		busy = false;
	}

	async function open(): Promise<void> {
		await openCamera({ otherwiseAny: true });
		await refresh();
	}

	const stopWatching = watchDevices(() => void refresh());
	return {
		get list() {
			return list;
		},
		get busy() {
			return busy;
		},
		get resuming() {
			return resuming;
		},
		get asking() {
			return questions > 0;
		},
		open,
		shareScreen,
		refresh,
		async change(choice) {
			busy = true;
			const { source } = desktop.state.camera;
			await openCamera({
				camera: choice.camera ?? source?.camera ?? null,
				microphone: choice.microphone ?? source?.microphone ?? null
			});
			busy = false;
			const now = desktop.state.camera.source;
			return now !== source && now?.live === true;
		},
		async resume() {
			resuming = true;
			// the screen first: the browser's question needs the touch that just happened
			if (!desktop.state.screen.source?.live) await shareScreen();
			// a camera that is coming back by itself is not opened a second time
			const { state, source } = desktop.state.camera;
			if (state !== 'opening' && !source?.live) await open();
			resuming = false;
			return desktop.state.screen.source?.live === true;
		},
		close: stopWatching
	};
}
