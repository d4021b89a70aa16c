import { expect, test } from 'vitest';
import { receiptInFragment } from '../../exam/lot-view.ts';
import { lotProofPath } from './receipt-view.ts';

test('[C12] [C24] the receipt’s address holds what the public page needs to find the leaf', () => {
	const proof = { salt: '7f'.repeat(32), attempt: 'an-attempt' };
	const path = lotProofPath({ number: 17, of: 30, room: 'a-room', ...proof });
	const url = new URL(path, 'https://exam.example');
	expect(url.pathname).toBe('/verify/lot/a-room');
	expect(receiptInFragment(url.hash)).toEqual(proof);
});
