// Opens camera with microphone, and the whole screen. Knows what was asked of the browser; records nothing.
import type { Encoding } from '../encoding.ts';
import { refuse, type Refusal } from '../../shared/errors.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { Source } from '../ports.ts';
import { deviceRefusal } from './device-errors.ts';

export interface CaptureSource extends Source {
	readonly stream: MediaStream;
	/** Device ids; null where there is none (a screen has neither). */
	readonly camera: string | null;
	readonly microphone: string | null;
	/** Stops the devices; `onEnded` does not call for it. */
	close(): void;
}

export interface CameraChoice {
	readonly camera?: string | null;
	readonly microphone?: string | null;
	/** Take another device when the chosen one is gone (after a crash), instead of 'device.camera-missing'. */
	readonly otherwiseAny?: boolean;
}

export async function openCamera(
	encoding: Encoding,
	{ camera, microphone, otherwiseAny = false }: CameraChoice = {}
): Promise<Result<CaptureSource, Refusal>> {
	const device = (id: string | null | undefined): MediaTrackConstraints =>
		id ? { deviceId: otherwiseAny ? { ideal: id } : { exact: id } } : {};
	const video = {
		...device(camera),
		width: { ideal: encoding.width },
		height: { ideal: encoding.height },
		frameRate: { ideal: encoding.frameRate, max: encoding.frameRate * 2 }
	};
	try {
		const audio = { ...device(microphone), channelCount: { ideal: 1 } };
		return ok(captureSource(await devices().getUserMedia({ video, audio })));
	} catch (problem) {
		return err(deviceRefusal('camera', problem));
	}
}

/** What a browser understands beyond the standard's list (findings §4); others ignore it. */
interface ScreenOptions extends DisplayMediaStreamOptions {
	readonly monitorTypeSurfaces?: 'include' | 'exclude';
	readonly surfaceSwitching?: 'include' | 'exclude';
	readonly selfBrowserSurface?: 'include' | 'exclude';
}

/** Needs a touch of the candidate just before. The hints force nothing: what was shared is checked (C14). */
export async function openScreen(encoding: Encoding): Promise<Result<CaptureSource, Refusal>> {
	const options: ScreenOptions = {
		video: {
			displaySurface: 'monitor',
			width: { max: encoding.width },
			height: { max: encoding.height },
			frameRate: { max: encoding.frameRate }
		},
		audio: false,
		monitorTypeSurfaces: 'include',
		surfaceSwitching: 'exclude',
		selfBrowserSurface: 'exclude'
	};
	try {
		const source = captureSource(await devices().getDisplayMedia(options));
		if (isWholeScreen(source)) return ok(source);
		source.close();
		return err(refuse('device.screen-not-whole'));
	} catch (problem) {
		return err(deviceRefusal('screen', problem));
	}
}

function devices(): MediaDevices {
	// absent without https; the DOM types do not say so
	const found = navigator.mediaDevices as MediaDevices | undefined;
	if (!found) throw new DOMException('no media devices', 'NotSupportedError');
	return found;
}

const isWholeScreen = ({ stream }: CaptureSource): boolean =>
	stream.getVideoTracks()[0]?.getSettings().displaySurface === 'monitor';

export function captureSource(stream: MediaStream): CaptureSource {
	const tracks = stream.getTracks();
	const video = stream.getVideoTracks()[0];
	const { width = 0, height = 0, deviceId = null } = video?.getSettings() ?? {};
	const microphone = stream.getAudioTracks()[0]?.getSettings().deviceId ?? null;
	return {
		stream,
		label: video?.label ?? '',
		width,
		height,
		camera: microphone === null ? null : deviceId,
		microphone,
		get live() {
			return tracks.every((track) => track.readyState === 'live');
		},
		onEnded(listener) {
			for (const track of tracks) track.addEventListener('ended', listener);
			return () => {
				for (const track of tracks) track.removeEventListener('ended', listener);
			};
		},
		close() {
			for (const track of tracks) track.stop();
		}
	};
}

export interface DeviceList {
	readonly cameras: readonly Device[];
	readonly microphones: readonly Device[];
}
export interface Device {
	readonly id: string;
	/** Empty before permission. */
	readonly label: string;
}

/** Devices without an id (before permission) are left out. */
export async function listDevices(): Promise<DeviceList> {
	const all = await devices().enumerateDevices();
	const ofKind = (kind: MediaDeviceKind): Device[] =>
		all
			.filter((device) => device.kind === kind && device.deviceId !== '')
			.map(({ deviceId, label }) => ({ id: deviceId, label }));
	return { cameras: ofKind('videoinput'), microphones: ofKind('audioinput') };
}

/** @returns a function that ends the watching */
export function watchDevices(listener: () => void): () => void {
	navigator.mediaDevices.addEventListener('devicechange', listener);
	return () => {
		navigator.mediaDevices.removeEventListener('devicechange', listener);
	};
}
