// A small picture of what the phone sees, for the desktop and the invigilator: a frame now and then, never a second stream.
import { streamVideo, type StreamVideo } from '../../shared/browser/stream-video.ts';

const WIDTH = 320;
const QUALITY = 0.6;

export interface StillCamera {
	/** A JPEG of the present frame, at most 320 wide; null while there is none. */
	take(): Promise<Blob | null>;
	show(stream: MediaStream | null): void;
	close(): void;
}

export function createStillCamera(): StillCamera {
	const canvas = document.createElement('canvas');
	let video: StreamVideo | null = null;

	return {
		show(stream) {
			if ((video?.element.srcObject ?? null) === stream) return;
			video?.close();
			video = stream && streamVideo(stream);
		},
		async take() {
			if (!video || video.element.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return null;
			const { videoWidth, videoHeight } = video.element;
			canvas.width = Math.min(WIDTH, videoWidth);
			canvas.height = Math.round((videoHeight * canvas.width) / videoWidth);
			canvas.getContext('2d')?.drawImage(video.element, 0, 0, canvas.width, canvas.height);
			return new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', QUALITY));
		},
		close() {
			video?.close();
			video = null;
		}
	};
}
