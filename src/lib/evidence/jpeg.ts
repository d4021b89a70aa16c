// Whether bytes are a JPEG such as a canvas makes: the first and the last marker, one frame and one scan in between. What
// it shows is not looked at. A progressive one, or one of many scans, may take a decoder seconds for each kilobyte.

const MARKER = 0xff;
const START = 0xd8;
const END = 0xd9;
/** SOF0 and SOF1: baseline, extended. */
const FRAMES = [0xc0, 0xc1];
/** Start of scan: the picture's own bytes follow. */
const SCAN = 0xda;

export function isJpeg(bytes: Uint8Array): boolean {
	const last = bytes.length - 2;
	if (last < 2 || bytes[0] !== MARKER || bytes[1] !== START) return false;
	if (bytes[last] !== MARKER || bytes[last + 1] !== END) return false;
	let framed = false;
	for (let at = 2; at + 4 <= last && bytes[at] === MARKER;) {
		const kind = bytes[at + 1] ?? 0;
		if (kind === SCAN) return framed && !hasScanAfter(bytes, at + 2);
		framed ||= FRAMES.includes(kind);
		at += 2 + ((bytes[at + 2] ?? 0) << 8) + (bytes[at + 3] ?? 0);
	}
	return false;
}

/** In a scan's own bytes 0xff is never followed by a marker's number. */
function hasScanAfter(bytes: Uint8Array, from: number): boolean {
	for (let at = bytes.indexOf(MARKER, from); at >= 0; at = bytes.indexOf(MARKER, at + 1))
		if (bytes[at + 1] === SCAN) return true;
	return false;
}
