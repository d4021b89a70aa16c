// Everything the receipt says (C24): one value for the page, the print and the saved file. Pure.
import { lotVerifyPath } from '../../exam/lot-view.ts';
import type { IncidentView } from '../../integrity/ui/watch-view.ts';
import type { Track } from '../../recording/part.ts';
import type { Millis } from '../../shared/clock.ts';
import type { RoomView } from './room-view.ts';

export interface ReceiptTrack {
	readonly track: Track;
	readonly filmMs: number;
	readonly bytes: number;
	/** SHA-256 of its parts, hexadecimal, in the order of time. */
	readonly digests: readonly string[];
}

export interface ReceiptView {
	readonly completedAt: Millis;
	readonly tracks: readonly ReceiptTrack[];
	/** Head of the attempt's log (C34). */
	readonly head: { readonly seq: number; readonly hash: string };
	/** What lies on this computer: kept until the results, partly removed for want of space, or none. */
	readonly localCopies: 'kept' | 'partly' | 'none';
}

/** The drawn number with what proves it (C12): the candidate's own leaf of the published draw. */
export interface LotOnReceipt {
	readonly number: number;
	readonly of: number;
	readonly salt: string;
	readonly attempt: string;
	readonly room: string;
}

/** `incomplete`: filmed, but not everything has arrived. Null where the exam has no phone. */
export type PhoneOnReceipt = 'waived' | 'uploaded' | 'incomplete';

/** What the room's view does not hold. */
export interface ReceiptExtras {
	readonly lot: LotOnReceipt | null;
	readonly phone: PhoneOnReceipt | null;
}

export const NO_EXTRAS: ReceiptExtras = { lot: null, phone: null };

export interface IncidentOnReceipt extends Pick<
	IncidentView,
	'kind' | 'track' | 'from' | 'until' | 'times'
> {
	readonly comments: readonly { readonly at: Millis; readonly text: string }[];
}

export interface FullReceipt extends ReceiptExtras {
	readonly exam: Pick<RoomView['exam'], 'title' | 'kind' | 'sittingCode'>;
	/** Masked. */
	readonly candidate: RoomView['candidate'];
	readonly completedAt: Millis;
	readonly answeredMs: number | null;
	readonly tracks: readonly ReceiptTrack[];
	readonly head: ReceiptView['head'];
	/** In order of time (C34), with what the candidate has said to each. */
	readonly incidents: readonly IncidentOnReceipt[];
}

export function fullReceipt(
	{ exam, candidate, startedAt, endedAt, incidents }: RoomView,
	{ completedAt, tracks, head }: ReceiptView,
	extras: ReceiptExtras
): FullReceipt {
	const { title, kind, sittingCode } = exam;
	return {
		exam: { title, kind, sittingCode },
		candidate,
		completedAt,
		answeredMs: startedAt === null || endedAt === null ? null : endedAt - startedAt,
		tracks,
		head,
		incidents: incidents.map(incidentOnReceipt),
		...extras
	};
}

function incidentOnReceipt(incident: IncidentView): IncidentOnReceipt {
	const { kind, track, from, until, times, comments } = incident;
	return {
		...{ kind, track, from, until, times },
		// what was erased is erased here too
		comments: comments.flatMap(({ at, text }) => (text === null ? [] : [{ at, text }]))
	};
}

/** Where anybody recomputes the draw; what follows # stays in the visitor's browser. */
export const lotProofPath = ({ room, salt, attempt }: LotOnReceipt): string =>
	lotVerifyPath(room, { salt, attempt });
