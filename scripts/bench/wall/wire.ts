// What the processes of `bench:wall` say to one another.
import type { PictureTrack } from '../../../src/lib/live/staff-wire.ts';

export interface Share {
	readonly port: number;
	readonly candidates: readonly { readonly attempt: string; readonly token: string }[];
	/** Null = none are sent, and nobody has a phone. */
	readonly pictures: {
		/** Between two of a track, ms. */
		readonly everyMs: { readonly desktop: number; readonly phone: number };
		/** Each device sends them in turn. */
		readonly of: Pictures;
	} | null;
}

/** JPEG in base64. */
export type Pictures = Readonly<Record<PictureTrack, readonly string[]>>;

export type ToClients =
	| { readonly share: Share }
	/** Tell the server of an incident of this candidate, now. */
	| { readonly note: string }
	| { readonly counts: true };

export type FromClients =
	| { readonly ready: number }
	/** When the request for it was sent, ms since 1970 by this host's monotonic clock. */
	| { readonly noted: string; readonly sentAt: number }
	| { readonly counts: Counts };

export interface Counts {
	/** Let in: of computers, and of phones. */
	sockets: number;
	lost: number;
	pongs: number;
	/** How often a phone was called silent: machines that stand still. */
	silences: number;
	picturesTaken: number;
	bytesTaken: number;
	picturesRefused: number;
	/** Turns in which the one before was still on its way. */
	picturesPassed: number;
	/** Of requests: code → how often. */
	readonly refusals: Record<string, number>;
}

/** One clock for every process of this host, ms since 1970. */
export const wallNow = (): number => performance.timeOrigin + performance.now();
