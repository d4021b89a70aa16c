// The draw of lots as the candidate's page shows it (C12), and the address where anybody checks it.
import type { Millis } from '../shared/clock.ts';
import type { LotReceipt } from './published-lot.ts';

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

/** @param receipt goes into the fragment, which never reaches a server */
export function lotVerifyPath(room: string, receipt: LotReceipt | null = null): string {
	const fragment = receipt === null ? '' : `#${new URLSearchParams({ ...receipt }).toString()}`;
	return `/verify/lot/${room}${fragment}`;
}

/** @param fragment of an address, with its # */
export function receiptInFragment(fragment: string): LotReceipt | null {
	const found = new URLSearchParams(fragment.replace(/^#/, ''));
	const [salt, attempt] = [found.get('salt'), found.get('attempt')];
	return salt === null || attempt === null ? null : { salt, attempt };
}
