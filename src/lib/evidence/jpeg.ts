// Whether bytes are a JPEG such as a canvas makes: the first and the last marker, one frame and one scan in between, no
// larger than asked for. What it shows is not looked at. A progressive one, one of many scans, or a few bytes that say
// they are 65,535 pixels wide, may take a decoder seconds and its memory.

const MARKER = 0xff;
const START = 0xd8;
const END = 0xd9;
/** SOF0 and SOF1: baseline, extended. */
const FRAMES = [0xc0, 0xc1];
/** In the same range, and no frame: tables, and one that nobody uses. */
const NO_FRAMES = [0xc4, 0xc8, 0xcc];
/** Start of scan: the picture's own bytes follow. */
const SCAN = 0xda;
/** Says the height again, after the scan. */
const LINES = 0xdc;

interface Size {
	readonly width: number;
	readonly height: number;
}
const ANY: Size = { width: 0xffff, height: 0xffff };

export function isJpeg(bytes: Uint8Array, most: Size = ANY): boolean {
	const last = bytes.length - 2;
	if (last < 2 || bytes[0] !== MARKER || bytes[1] !== START) return false;
	if (bytes[last] !== MARKER || bytes[last + 1] !== END) return false;
	let framed = false;
	for (let at = 2; at + 4 <= last && bytes[at] === MARKER;) {
		const kind = bytes[at + 1] ?? 0;
		if (kind === SCAN) return framed && !isBegunAgain(bytes, at + 2);
		if (!hasLength(kind)) return false;
		if (isFrame(kind)) {
			if (framed || !FRAMES.includes(kind) || !fits(bytes, at, most)) return false;
			framed = true;
		}
		at += 2 + numberAt(bytes, at + 2);
	}
	return false;
}

const numberAt = (bytes: Uint8Array, at: number): number =>
	((bytes[at] ?? 0) << 8) + (bytes[at + 1] ?? 0);

const isFrame = (kind: number): boolean =>
	kind >= 0xc0 && kind <= 0xcf && !NO_FRAMES.includes(kind);

/** Others stand alone, or fill: a decoder would go on at another place than we. */
const hasLength = (kind: number): boolean =>
	kind >= 0xc0 && kind < MARKER && !(kind >= 0xd0 && kind <= END);

/** No height: it would be said later. */
function fits(bytes: Uint8Array, frame: number, most: Size): boolean {
	const [height, width] = [numberAt(bytes, frame + 5), numberAt(bytes, frame + 7)];
	return height > 0 && width > 0 && height <= most.height && width <= most.width;
}

/** In a scan's own bytes 0xff is never followed by a marker's number. */
function isBegunAgain(bytes: Uint8Array, from: number): boolean {
	for (let at = bytes.indexOf(MARKER, from); at >= 0; at = bytes.indexOf(MARKER, at + 1)) {
		const kind = bytes[at + 1] ?? 0;
		if (kind === SCAN || kind === LINES || isFrame(kind)) return true;
	}
	return false;
}
