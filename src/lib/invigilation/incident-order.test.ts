import { expect, test } from 'vitest';
import { byUrgency, heldOrder } from './incident-order.ts';
import { incident, T } from './testing/sample-candidate.ts';

const judged = (verdict: 'violation' | 'noted', reviewed = false) => ({
	judgement: { verdict, at: T, reviewed, times: 1 }
});

test('[I2] what waits stands first, the newest before the older, what is only noted last', () => {
	const incidents = [
		incident('note', { at: T + 9000, severity: 'note' }),
		incident('old', { at: T }),
		incident('noted', { at: T + 8000, ...judged('noted') }),
		incident('new', { at: T + 5000 }),
		incident('again', { at: T + 1000, ...judged('violation') }),
		incident('stands', { at: T + 2000, ...judged('violation', true) })
	];
	expect(byUrgency(incidents)).toEqual(['new', 'again', 'old', 'noted', 'stands', 'note']);
});

test('[I2] nothing moves under the hand of somebody who is at the list; what is new comes last', () => {
	expect(heldOrder(['a', 'b', 'gone'], ['new', 'b', 'a'], true)).toEqual(['a', 'b', 'new']);
	expect(heldOrder(['a', 'b'], ['new', 'b', 'a'], false)).toEqual(['new', 'b', 'a']);
});
