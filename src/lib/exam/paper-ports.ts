// What opening a paper on a device needs of the world.
import type { Clock, Millis } from '../shared/clock.ts';
import type { ErrorCode } from '../shared/errors.ts';
import type { Result } from '../shared/result.ts';
import type { Timers } from '../shared/timers.ts';
import type { SealedPaper } from './sealing.ts';

/** As it comes by push, by HTTP, through the phone or typed. */
export interface PaperKey {
	readonly paper: string;
	readonly version: number;
	/** 26 characters. */
	readonly key: string;
}

export interface KeptPaper {
	readonly attempt: string;
	readonly sealed: SealedPaper;
	/** Once it opened this very ciphertext: a reload without a network shows the paper again. */
	readonly key: string | null;
}

export interface PaperStore {
	kept(attempt: string): Promise<KeptPaper | undefined>;
	keep(kept: KeptPaper): Promise<void>;
}

export interface PaperServer {
	/** @param known the version that is here already */
	sealed(
		known: { readonly paper: string; readonly version: number } | null
	): Promise<Result<SealedPaper | 'unchanged', ErrorCode>>;
	key(): Promise<Result<PaperKey, { readonly code: ErrorCode; readonly opensAt?: Millis }>>;
}

export interface PaperOpeningPorts {
	readonly attempt: string;
	/** The server's time as estimated here. */
	readonly clock: Clock;
	readonly timers: Timers;
	/** In [0, 1). */
	random(): number;
	readonly store: PaperStore;
	readonly server: PaperServer;
	readonly subtle: SubtleCrypto;
	/** The view changed. */
	changed(): void;
	/** Once per page: the paper can be read since then; `again` when it was open on an earlier page already. */
	opened(at: Millis, again: boolean): void;
}
