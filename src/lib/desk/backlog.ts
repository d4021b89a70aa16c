// What of each track has not arrived (I5), by the log: announced or named by a device, and verified. Pure.
import type { AttemptState, KnownPart } from '../attempt/attempt-state.ts';
import { missingParts } from '../attempt/attempt-state.ts';
import { TRACKS, type Track } from '../recording/part.ts';

export interface TrackBacklog {
	readonly track: Track;
	readonly parts: number;
	readonly verified: number;
	readonly verifiedBytes: number;
	readonly missing: number;
	/** Of what is missing, as far as a device or an upload has said how large it is; null = of none. */
	readonly missingBytes: number | null;
}

/** @param announcedBytes of parts whose upload has said its length */
export function backlogOf(
	state: AttemptState,
	announcedBytes: ReadonlyMap<string, number>
): TrackBacklog[] {
	const missing = new Set(missingParts(state));
	const parts = Object.entries(state.parts);
	return TRACKS.flatMap((track) => {
		const own = parts.filter(([, part]) => part.track === track);
		if (own.length === 0) return [];
		const gone = own.filter(([id]) => missing.has(id));
		const sizes = gone.flatMap(
			([id, { declared }]) => declared?.bytes ?? announcedBytes.get(id) ?? []
		);
		return [
			{
				track,
				parts: own.length,
				verified: own.length - gone.length,
				verifiedBytes: sum(own.flatMap(([, part]) => bytesHere(part))),
				missing: gone.length,
				missingBytes: sizes.length === 0 ? null : sum(sizes)
			}
		];
	});
}

const bytesHere = ({ verified }: KnownPart): number[] => (verified ? [verified.bytes] : []);

const sum = (sizes: readonly number[]): number => sizes.reduce((one, other) => one + other, 0);
