// C11: the candidate's phone, as their computer shows it: plain data.
import type { HeardPhone } from '../../live/wire.ts';
import type { Millis } from '../../shared/clock.ts';
import type { ErrorCode } from '../../shared/errors.ts';

/** C11: what the desktop knows of its phone. */
export interface PhoneStateView {
	/** `silent`: bound, and nothing is heard of it, or of it through our own lost connection (`cutOff`). */
	readonly state:
		| 'waived'
		| 'unbound'
		| 'checking'
		| 'sweeping'
		| 'placing'
		| 'filming'
		| 'interrupted'
		| 'silent'
		| 'stopped'
		| 'uploaded';
	/** Since when it is interrupted, silent or stopped. */
	readonly since: Millis | null;
	/** This computer has lost the server: nothing can be said of the phone now, and nothing is the phone's fault. */
	readonly cutOff: boolean;
	/** This candidate does without one: by the exam's rules, or because a person has said so (I4). */
	readonly waived: boolean;
	/** Of all the phones of this attempt: parts that the server does not have in full yet. */
	readonly missingParts: number;
	readonly boundAt: Millis | null;
	/** Its last words and when they came; null = none yet. */
	readonly heard: HeardPhone | null;
	/** P3: what came of the 环拍; null = not done. `needed` = this attempt asks for it. */
	readonly sweep: {
		readonly way: 'sensor' | 'timed';
		readonly sectors: number;
		readonly ms: number;
		readonly faceShare: number | null;
	} | null;
	readonly sweepNeeded: boolean;
	/** An object URL of the last still that the phone sent; null = none. */
	readonly picture: { readonly url: string; readonly at: Millis } | null;
	/** The code that binds a phone; null while none is wanted. */
	readonly code: PairingView | null;
	/** 【下一步】 on the phone's page: nothing is missing. */
	readonly ready: boolean;
}

export interface PairingView {
	readonly state: 'asking' | 'shown' | 'failed';
	/** Of the QR; the address of the phone's page with the code behind the #. */
	readonly address: string | null;
	/** To be typed, in groups; and where: the page without a code. */
	readonly code: string | null;
	readonly page: string;
	readonly expiresAt: Millis | null;
	/** Another phone's place is to be taken (P5). */
	readonly replaces: boolean;
	readonly failure: ErrorCode | null;
}
