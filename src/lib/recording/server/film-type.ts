// Of which container a film is, by its first bytes: what the device called its part does not matter, the film is ours.
import { open } from 'node:fs/promises';

/** The header of Matroska names its kind within these; MP4 says `ftyp` at once. */
const HEAD_BYTES = 64;
const EBML = Buffer.from('1a45dfa3', 'hex');

/** @returns a media type that a browser may be given; `application/octet-stream` for what we do not make */
export async function filmType(path: string): Promise<string> {
	const head = await readHead(path);
	if (head.subarray(4, 8).equals(Buffer.from('ftyp'))) return 'video/mp4';
	if (!head.subarray(0, 4).equals(EBML)) return 'application/octet-stream';
	return head.includes('webm') ? 'video/webm' : 'video/x-matroska';
}

async function readHead(path: string): Promise<Buffer> {
	const file = await open(path, 'r');
	try {
		const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
		return buffer.subarray(0, bytesRead);
	} finally {
		await file.close();
	}
}
