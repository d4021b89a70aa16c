const DRAWN_AT_ONCE = 65_536;

/** Random bytes, where zeros would not do: databases, proxies and disks compress what they are given. */
export function incompressible(size: number): ArrayBuffer {
	const bytes = new Uint8Array(size);
	for (let at = 0; at < size; at += DRAWN_AT_ONCE)
		crypto.getRandomValues(bytes.subarray(at, Math.min(size, at + DRAWN_AT_ONCE)));
	return bytes.buffer;
}
