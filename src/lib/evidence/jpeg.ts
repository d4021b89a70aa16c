// Whether bytes are a JPEG at all: the first and the last marker, and a frame in between. What it shows is not looked at.

const MARKER = 0xff;
const START = 0xd8;
const END = 0xd9;
/** SOF0 to SOF2: baseline, extended, progressive; what browsers make. */
const FRAMES = [0xc0, 0xc1, 0xc2];
/** Start of scan: the picture's own bytes follow. */
const SCAN = 0xda;

export function isJpeg(bytes: Uint8Array): boolean {
	const last = bytes.length - 2;
	if (last < 2 || bytes[0] !== MARKER || bytes[1] !== START) return false;
	if (bytes[last] !== MARKER || bytes[last + 1] !== END) return false;
	let framed = false;
	for (let at = 2; at + 4 <= last && bytes[at] === MARKER;) {
		const kind = bytes[at + 1] ?? 0;
		if (kind === SCAN) return framed;
		framed ||= FRAMES.includes(kind);
		at += 2 + ((bytes[at + 2] ?? 0) << 8) + (bytes[at + 3] ?? 0);
	}
	return false;
}
