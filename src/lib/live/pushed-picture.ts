// A small picture as a staff page gets it: one binary message, a line of JSON before the bytes (staff-wire.ts). Pure.
import * as v from 'valibot';
import { PushedPictureSchema, type PushedPicture } from './staff-wire.ts';

const LINE_FEED = 10;
/** The line is some 150 bytes; a message without one is not searched to its end. */
const MAX_LINE = 1024;

/** @returns null for what is no picture */
export function readPushedPicture(
	message: ArrayBuffer
): { readonly about: PushedPicture; readonly bytes: Uint8Array<ArrayBuffer> } | null {
	const all = new Uint8Array(message);
	const end = all.subarray(0, MAX_LINE).indexOf(LINE_FEED);
	if (end < 0) return null;
	const parsed = v.safeParse(PushedPictureSchema, jsonOf(all.subarray(0, end)));
	return parsed.success ? { about: parsed.output, bytes: all.subarray(end + 1) } : null;
}

function jsonOf(line: Uint8Array): unknown {
	try {
		return JSON.parse(new TextDecoder().decode(line));
	} catch {
		return null;
	}
}
