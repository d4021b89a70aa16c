/** Bytes with the build of a JPEG, different for each `seed`; no picture in them. @param bytes of the scan */
export function smallJpeg(seed: number, bytes = 64): Uint8Array<ArrayBuffer> {
	const app0 = [0xff, 0xe0, 0, 4, 0x4a, 0x46];
	const frame = [0xff, 0xc0, 0, 11, 8, 0, 1, 0, 1, 1, 1, 0x11, 0];
	const scan = [0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0];
	return Uint8Array.of(
		...[0xff, 0xd8, ...app0, ...frame, ...scan],
		...Array.from({ length: bytes }, (_, at) => (at * 7 + seed) % 200),
		...[0xff, 0xd9]
	);
}
