// What the server tells a device about its own attempt beside the projection: GET /api/attempt (docs/spec/wire.md).
import type { Millis } from '../shared/clock.ts';

/** Who the candidate is, as far as their own page shows it. */
export interface OwnDetails {
	readonly name: string;
	readonly admission: string;
	/** Masked by the server already. */
	readonly idNumber: string;
	readonly position: string;
	readonly room: string;
	readonly sittingCode: string;
}

/** One message of the candidate's conversation with staff (C21). */
export interface ChatLine {
	/** Of a candidate's: the id of the command that brought it. */
	readonly id: string;
	readonly from: 'candidate' | 'staff';
	/** Null once it was erased. */
	readonly text: string | null;
	readonly at: Millis;
}

/** The candidate's own lot and its proof (C12); the receipt keeps it. */
export interface OwnLot {
	readonly room: string;
	readonly of: number;
	readonly commitment: string;
	readonly committedAt: Millis;
	/** The public value is known: the number can be turned up. */
	readonly ready: boolean;
	readonly leaf: string;
	readonly salt: string;
}
