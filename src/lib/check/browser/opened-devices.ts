// What an open camera with its microphone tells of itself for the check.
import { isVirtualCamera } from '../../integrity/virtual-cameras.ts';
import type { CameraFacts, MicrophoneFacts } from '../facts.ts';
import type { CaptureSource } from '../../recording/browser/capture.ts';

export function cameraFacts({ stream, label, width, height }: CaptureSource): CameraFacts {
	const { frameRate = 0 } = stream.getVideoTracks()[0]?.getSettings() ?? {};
	return { label, width, height, frameRate, virtual: isVirtualCamera(label) };
}

export function microphoneFacts({ stream }: CaptureSource): MicrophoneFacts {
	const [track] = stream.getAudioTracks();
	return { label: track?.label ?? '', peak: 0, listenedMs: 0, muted: track?.muted ?? true };
}
