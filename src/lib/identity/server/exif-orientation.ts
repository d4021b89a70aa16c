// How a JPEG says that it is to be turned. Owns the few bytes of EXIF that tell it; whatever is odd is upright.

const ORIENTATION = 0x0112;
const APP1 = 0xe1;
const START_OF_SCAN = 0xda;

/** @returns 1 to 8, as EXIF counts them; 1 = upright */
export function exifOrientation(jpeg: Uint8Array): number {
	const view = new DataView(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength);
	let at = 2;
	while (at + 4 <= view.byteLength && view.getUint8(at) === 0xff) {
		const marker = view.getUint8(at + 1);
		const length = view.getUint16(at + 2);
		if (marker === START_OF_SCAN || length < 2) break;
		const end = Math.min(at + 2 + length, view.byteLength);
		if (marker === APP1) {
			const found = orientationIn(
				new DataView(jpeg.buffer, jpeg.byteOffset + at + 4, end - at - 4)
			);
			if (found !== null) return found;
		}
		at = end;
	}
	return 1;
}

/** @returns null: no EXIF, or nothing of it that says so */
function orientationIn(app1: DataView): number | null {
	const tiff = 6;
	if (app1.byteLength < tiff + 8 || app1.getUint32(0) !== 0x45786966) return null;
	const little = app1.getUint16(tiff) === 0x4949;
	const directory = tiff + app1.getUint32(tiff + 4, little);
	if (directory + 2 > app1.byteLength) return null;
	const entries = app1.getUint16(directory, little);
	for (let entry = 0; entry < entries; entry++) {
		const at = directory + 2 + entry * 12;
		if (at + 12 > app1.byteLength) return null;
		if (app1.getUint16(at, little) !== ORIENTATION) continue;
		const value = app1.getUint16(at + 8, little);
		return value >= 1 && value <= 8 ? value : null;
	}
	return null;
}
