// Which parts to send next: those being recorded always, of those left over the oldest first.
import type { StoredPart } from '../recording/ports.ts';

export const CONCURRENT_PARTS = 3;

export interface SendStatus {
	readonly sending: boolean;
	/** Its time to wait is over. */
	readonly due: boolean;
}

/** @param parts in the order of their start */
export function nextToSend(
	parts: readonly StoredPart[],
	statusOf: (part: string) => SendStatus
): string[] {
	const open = parts.filter((part) => !part.verified);
	const waits = ({ id }: StoredPart): boolean => !statusOf(id).sending && statusOf(id).due;
	const live = open.filter((part) => !part.closed);
	const left = open.filter((part) => part.closed);
	const sending = left.filter((part) => statusOf(part.id).sending).length;
	const slots = Math.max(0, Math.max(1, CONCURRENT_PARTS - live.length) - sending);
	return [...live.filter(waits), ...left.filter(waits).slice(0, slots)].map((part) => part.id);
}
