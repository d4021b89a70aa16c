// What is there at the moment, to be held against the device passport (C31).
import { isVirtualCamera } from '../../integrity/virtual-cameras.ts';
import type { PresentDevices } from '../../integrity/passport-differences.ts';
import type { CaptureSource } from '../../recording/browser/capture.ts';
import { browserName } from '../browser-name.ts';
import { screenFacts } from './browser-facts.ts';

/** @param source the camera with its microphone; null = not open */
export function presentDevices(source: CaptureSource | null): PresentDevices {
	const { width, height, several } = screenFacts();
	return {
		...browserName(navigator.userAgent),
		camera: source?.label ?? null,
		virtualCamera: source !== null && isVirtualCamera(source.label),
		microphone: source?.stream.getAudioTracks()[0]?.label ?? null,
		screen: { width: Math.round(width), height: Math.round(height), several }
	};
}
