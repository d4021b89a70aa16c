import fc from 'fast-check';
import { expect, test } from 'vitest';
import { STEPS_OF_A_CHECK, throwSteps } from './face-steps.ts';

/** A throw of dice for each number asked for. */
const dice =
	(...numbers: number[]) =>
	() =>
		numbers.shift() ?? 0;
const thirds = [0, 0.34, 0.67];

test('[C6] every order of the movements and both sides of the turn are thrown, each as often', () => {
	const thrown = new Map<string, number>();
	for (const side of [0.2, 0.8])
		for (const first of thirds)
			for (const second of [0, 0.5]) {
				const steps = throwSteps(dice(side, first, second, 0)).join();
				thrown.set(steps, (thrown.get(steps) ?? 0) + 1);
			}
	expect(thrown.size).toBe(12);
	expect(new Set(thrown.values())).toEqual(new Set([1]));
});

test('[C6] whatever is thrown: looks ahead first and last, each movement once between', () => {
	fc.assert(
		fc.property(fc.array(fc.double({ min: 0, max: 0.999, noNaN: true })), (numbers) => {
			const steps = throwSteps(dice(...numbers));
			expect(steps).toHaveLength(STEPS_OF_A_CHECK);
			expect([steps.at(0), steps.at(-1)]).toEqual(['front', 'front']);
			const moves = steps.slice(1, -1).map((step) => step.replace(/-(left|right)$/, ''));
			expect(moves.toSorted()).toEqual(['blink', 'open-mouth', 'turn']);
		})
	);
});
