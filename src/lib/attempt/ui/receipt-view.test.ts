import { expect, test } from 'vitest';
import { receiptInFragment } from '../../exam/lot-view.ts';
import { lotProofPath, receiptExtras } from './receipt-view.ts';

const DRAWN = { number: 17, of: 30, at: 1 };
const OWN = { room: 'a-room', salt: '7f'.repeat(32) };

test('[C12] [C24] the receipt’s address holds what the public page needs to find the leaf', () => {
	const { lot } = receiptExtras({ lot: DRAWN, phone: 'unbound' }, 'an-attempt', OWN);
	expect(lot).toMatchObject({ number: 17, of: 30 });
	const url = new URL(lot ? lotProofPath(lot) : '', 'https://exam.example');
	expect(url.pathname).toBe('/verify/lot/a-room');
	expect(receiptInFragment(url.hash)).toEqual({ salt: OWN.salt, attempt: 'an-attempt' });
});

test('[C24] no lot without a draw or without its proof; a waived phone is said', () => {
	expect(receiptExtras({ lot: null, phone: 'waived' }, 'a', OWN)).toEqual({
		...{ lot: null, phone: 'waived' }
	});
	expect(receiptExtras({ lot: DRAWN, phone: 'unbound' }, 'a', null)).toEqual({
		...{ lot: null, phone: null }
	});
});
