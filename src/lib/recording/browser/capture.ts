// Opens camera with microphone, and the whole screen. Knows what was asked of the browser; records nothing.
import type { Encoding } from '../../attempt/rules.ts';
import { refuse, type Refusal } from '../../shared/errors.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { OpenedSource } from '../ports.ts';
import { deviceRefusal } from './device-errors.ts';

/** `user`: the screen's side. */
export type Facing = 'user' | 'environment';

export interface CaptureSource extends OpenedSource {
	readonly stream: MediaStream;
	/** Device ids; null where there is none (a screen has neither). */
	readonly camera: string | null;
	readonly microphone: string | null;
	/** Of a camera that was asked for by its side: what the browser tells of it, else what was asked. */
	readonly facing: Facing | null;
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
		return ok(captureSource('camera', await devices().getUserMedia({ video, audio })));
	} catch (problem) {
		return err(deviceRefusal('camera', problem));
	}
}

/** P4: more pictures than this make a phone hot before the interview is over. */
const PHONE_FRAME_RATE = 15;

/**
 * A phone's camera with its microphone. A phone without that side gives another camera, one held upright gives
 * pictures that are higher than wide.
 */
export async function openFacing(
	encoding: Encoding,
	facing: Facing
): Promise<Result<CaptureSource, Refusal>> {
	const rate = Math.min(encoding.frameRate, PHONE_FRAME_RATE);
	const video = {
		facingMode: { ideal: facing },
		width: { ideal: encoding.width },
		height: { ideal: encoding.height },
		frameRate: { ideal: rate, max: rate }
	};
	const small = {
		...video,
		width: { ...video.width, max: encoding.width },
		height: { ...video.height, max: encoding.height }
	};
	const ask = (pictures: MediaTrackConstraints): Promise<MediaStream> =>
		devices().getUserMedia({ video: pictures, audio: { channelCount: { ideal: 1 } } });
	try {
		// a browser that measures after turning the picture finds no size within the limits
		const stream = await ask(small).catch((problem: unknown) => {
			if (problem instanceof Error && problem.name === 'OverconstrainedError') return ask(video);
			throw problem;
		});
		return ok(captureSource('camera', stream, facing));
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
		const source = captureSource('screen', await devices().getDisplayMedia(options));
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

/** @param asked the side that was asked for */
function captureSource(
	kind: 'camera' | 'screen',
	stream: MediaStream,
	asked: Facing | null = null
): CaptureSource {
	const tracks = stream.getTracks();
	const pictures = stream.getVideoTracks();
	const [video] = pictures;
	const { width = 0, height = 0, deviceId = null, facingMode } = video?.getSettings() ?? {};
	return {
		stream,
		label: video?.label ?? '',
		width,
		height,
		camera: kind === 'camera' ? deviceId : null,
		microphone: stream.getAudioTracks()[0]?.getSettings().deviceId ?? null,
		facing: facingMode === 'user' || facingMode === 'environment' ? facingMode : asked,
		mayStandStill: kind === 'screen',
		get live() {
			return tracks.every((track) => track.readyState === 'live');
		},
		get muted() {
			return video?.muted ?? false;
		},
		onEnded: (listener) => listen(tracks, ['ended'], listener),
		// the sound's silence is heard by the ear; a call takes both
		onMuted: (listener) => listen(pictures, ['mute', 'unmute'], listener),
		close() {
			for (const track of tracks) track.stop();
		}
	};
}

function listen(
	tracks: readonly MediaStreamTrack[],
	events: readonly string[],
	listener: () => void
): () => void {
	for (const track of tracks) for (const event of events) track.addEventListener(event, listener);
	return () => {
		for (const track of tracks)
			for (const event of events) track.removeEventListener(event, listener);
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
