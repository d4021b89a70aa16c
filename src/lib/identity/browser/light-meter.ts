// How bright a part of a picture is, in a worker.
import type { FaceBox } from '../reading.ts';

/** The picture is drawn so small (px) that its pixels are means already. */
const SIZE = 24;
/** BT.601 */
const [RED, GREEN, BLUE] = [0.299, 0.587, 0.114];
const WHOLE: FaceBox = { x: 0, y: 0, width: 1, height: 1 };

export interface LightMeter {
	/** Mean luma, 0 to 255, of the box or of the whole picture. */
	measure(picture: ImageBitmap, box?: FaceBox): number;
}

export function createLightMeter(): LightMeter {
	const context = new OffscreenCanvas(SIZE, SIZE).getContext('2d', { willReadFrequently: true });
	if (!context) throw new Error('no 2d canvas');
	context.imageSmoothingQuality = 'medium';

	return {
		measure(picture, box = WHOLE) {
			const { x, y, width, height } = inPixels(box, picture);
			context.drawImage(picture, x, y, width, height, 0, 0, SIZE, SIZE);
			const { data } = context.getImageData(0, 0, SIZE, SIZE);
			let sum = 0;
			for (let at = 0; at < data.length; at += 4)
				sum += RED * (data[at] ?? 0) + GREEN * (data[at + 1] ?? 0) + BLUE * (data[at + 2] ?? 0);
			return sum / (SIZE * SIZE);
		}
	};
}

/** Of a face that is half out of the picture, the half that is in it. */
function inPixels({ x, y, width, height }: FaceBox, picture: ImageBitmap): FaceBox {
	const inside = (value: number): number => Math.min(1, Math.max(0, value));
	const [left, top] = [inside(x) * picture.width, inside(y) * picture.height];
	return {
		...{ x: left, y: top },
		width: Math.max(1, inside(x + width) * picture.width - left),
		height: Math.max(1, inside(y + height) * picture.height - top)
	};
}
