import { expect, test } from 'vitest';
import { addMark, filmWithin, type ProgressMarks } from './progress-marks.ts';

test('[C15] acknowledged bytes are told as the film that lies wholly within them', () => {
	let marks: ProgressMarks = {};
	marks = addMark(marks, 'a', 1000, 10_000);
	marks = addMark(marks, 'a', 2000, 11_000);
	marks = addMark(marks, 'a', 2000, 12_000);
	expect(filmWithin(marks, 'a', 999)).toBeNull();
	expect(filmWithin(marks, 'a', 1999)).toBe(10_000);
	expect(filmWithin(marks, 'a', 2000)).toBe(11_000);
	expect(filmWithin(marks, 'b', 5000)).toBeNull();
});
