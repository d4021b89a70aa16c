// A small picture of what the phone sees, for the desktop and the invigilator: a frame now and then, never a second stream.
const WIDTH = 320;
const QUALITY = 0.6;

export interface StillCamera {
	/** A JPEG of the present frame, at most 320 wide; null while there is none. */
	take(): Promise<Blob | null>;
	show(stream: MediaStream | null): void;
	close(): void;
}

export function createStillCamera(): StillCamera {
	const video = document.createElement('video');
	video.muted = true;
	video.playsInline = true;
	const canvas = document.createElement('canvas');

	return {
		show(stream) {
			if (video.srcObject === stream) return;
			video.srcObject = stream;
			// a page in the background may not play: then there is no picture, and that is told by its age
			if (stream) video.play().catch(() => {});
		},
		async take() {
			const { videoWidth, videoHeight } = video;
			if (
				!video.srcObject ||
				videoWidth === 0 ||
				video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA
			)
				return null;
			canvas.width = Math.min(WIDTH, videoWidth);
			canvas.height = Math.round((videoHeight * canvas.width) / videoWidth);
			canvas.getContext('2d')?.drawImage(video, 0, 0, canvas.width, canvas.height);
			return new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', QUALITY));
		},
		close() {
			video.srcObject = null;
		}
	};
}
