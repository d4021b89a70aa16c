// The draw of lots as the candidate's page shows it (C12).
import type { Millis } from '../shared/clock.ts';

export interface LotView {
	/** waiting: the public value is not announced yet; drawing: asked, the answer is on its way. */
	readonly state: 'waiting' | 'ready' | 'drawing' | 'drawn';
	/** Known in `drawn` only. */
	readonly number: number | null;
	/** Numbers in this room; 0 while the roster is not frozen. */
	readonly of: number;
	/** 64 hexadecimal digits; empty while the roster is not frozen. */
	readonly commitment: string;
	readonly committedAt: Millis | null;
	readonly verifyUrl: string;
}
