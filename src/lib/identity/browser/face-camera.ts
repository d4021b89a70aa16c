// The camera of a login by face: pictures only, the side that looks at the person.
import { deviceRefusal } from '../../recording/browser/device-errors.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { err, ok, type Result } from '../../shared/result.ts';

export interface FaceCamera {
	readonly stream: MediaStream;
	close(): void;
}

/** @param ended it was pulled out, taken away, or its permission was */
export async function openFaceCamera(ended: () => void): Promise<Result<FaceCamera, ErrorCode>> {
	try {
		const stream = await navigator.mediaDevices.getUserMedia({
			video: { facingMode: { ideal: 'user' }, width: { ideal: 640 }, height: { ideal: 480 } },
			audio: false
		});
		const tracks = stream.getTracks();
		for (const track of tracks) track.addEventListener('ended', ended);
		return ok({
			stream,
			close() {
				for (const track of tracks) track.stop();
			}
		});
	} catch (problem) {
		return err(deviceRefusal('camera', problem).code);
	}
}
