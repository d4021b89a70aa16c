import { expect, test } from 'vitest';
import {
	elapsedClock,
	fraction,
	lengthParts,
	remainingClock,
	remainingParts,
	remainingUnits
} from './duration.ts';

const START = 1_796_000_000_000;

test('[C18] what remains is rounded up: 00:00 stands only when the second has come', () => {
	expect(remainingClock(START, START - 208_000)).toBe('03:28');
	expect(remainingClock(START, START - 207_001)).toBe('03:28');
	expect(remainingClock(START, START - 1)).toBe('00:01');
	expect(remainingClock(START, START)).toBe('00:00');
	expect(remainingClock(START, START + 5_000)).toBe('00:00');
});

test('an hour and more is written with hours', () => {
	expect(remainingClock(START, START - 3_600_000)).toBe('1:00:00');
	expect(remainingClock(START, START - 3_599_000)).toBe('59:59');
});

test('what has passed is rounded down', () => {
	expect(elapsedClock(START, START + 738_999)).toBe('12:18');
	expect(elapsedClock(START, START - 1)).toBe('00:00');
});

test('minutes and seconds are parts of the same rounding', () => {
	expect(remainingParts(START, START - 207_001)).toEqual({ minutes: 3, seconds: 28 });
	expect(lengthParts(1_438_900)).toEqual({ minutes: 23, seconds: 58 });
});

test('a fraction stays within 0 and 1', () => {
	expect(fraction(START, START + 100, START + 25)).toBe(0.25);
	expect(fraction(START, START + 100, START - 25)).toBe(0);
	expect(fraction(START, START + 100, START + 250)).toBe(1);
	expect(fraction(START, START, START + 1)).toBe(0);
});

test('[C5] a countdown names its two largest units, and zero only when the second has come', () => {
	expect(remainingUnits(START, START - 1)).toEqual([
		['minutes', 0],
		['seconds', 1]
	]);
	expect(remainingUnits(START, START - 3_599_001)).toEqual([
		['hours', 1],
		['minutes', 0]
	]);
	expect(remainingUnits(START, START - 90_061_000)).toEqual([
		['days', 1],
		['hours', 1]
	]);
	expect(remainingUnits(START, START + 5000)).toEqual([
		['minutes', 0],
		['seconds', 0]
	]);
});
