// Under which id one attempt takes a broadcast (I3): the same whoever sends it and however often. Pure.
import { sha256OfText } from '../shared/digest.ts';

/** A UUID (version 8: made by a rule of our own) out of the two. */
export function broadcastLineId(broadcast: string, attempt: string): string {
	const hex = sha256OfText(`broadcast ${broadcast} ${attempt}`);
	const part = (from: number, to: number): string => hex.slice(from, to);
	return `${part(0, 8)}-${part(8, 12)}-8${part(13, 16)}-8${part(17, 20)}-${part(20, 32)}`;
}
