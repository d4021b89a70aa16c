// Pixels out of a video, one canvas for all of them.

export interface Frames {
	/** Null while there is no picture. `middle`: the inner part at full resolution; `whole`: all of it. */
	take(area: 'middle' | 'whole'): ImageData | null;
}

/** Of the shorter side: the frame that the page draws over the picture is as large. */
const MIDDLE_SHARE = 0.7;
/** Some cameras give 4K when asked for 720p. */
const MAX_LONG_SIDE = 1280;

export function createFrames(video: HTMLVideoElement): Frames {
	const canvas = document.createElement('canvas');
	const given = canvas.getContext('2d', { willReadFrequently: true, alpha: false });
	if (!given) throw new Error('no 2d canvas');
	const context = given;

	function copy(x: number, y: number, width: number, height: number, scale: number): ImageData {
		canvas.width = Math.round(width * scale);
		canvas.height = Math.round(height * scale);
		context.drawImage(video, x, y, width, height, 0, 0, canvas.width, canvas.height);
		return context.getImageData(0, 0, canvas.width, canvas.height);
	}

	return {
		take(area) {
			const { videoWidth: width, videoHeight: height, readyState } = video;
			if (width === 0 || readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return null;
			if (area === 'whole')
				return copy(0, 0, width, height, Math.min(1, MAX_LONG_SIDE / Math.max(width, height)));
			const side = Math.round(Math.min(width, height) * MIDDLE_SHARE);
			return copy(Math.round((width - side) / 2), Math.round((height - side) / 2), side, side, 1);
		}
	};
}
