// What the processes of `bench:wall` say to one another.

export interface Share {
	readonly port: number;
	readonly candidates: readonly { readonly attempt: string; readonly token: string }[];
	/** Between two pictures of a track, ms; null = none are sent. */
	readonly picturesEveryMs: number | null;
	/** Base64; each candidate sends them in turn. */
	readonly pictures: { readonly camera: readonly string[]; readonly screen: readonly string[] };
}

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
	readonly picturesTaken: number;
	readonly picturesRefused: number;
	readonly pongs: number;
	readonly lost: number;
}

/** One clock for every process of this host, ms since 1970. */
export const wallNow = (): number => performance.timeOrigin + performance.now();
