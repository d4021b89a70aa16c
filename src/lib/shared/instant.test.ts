import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatInstant, parseInstant } from './instant.ts';

test('agrees with the platform on every instant, and reads back what it wrote', () => {
	fc.assert(
		fc.property(
			// a day in: a zone west of Greenwich writes the first hours as 1969
			fc.integer({ min: 86_400_000, max: Date.UTC(2199, 0, 1) }),
			fc.integer({ min: -12 * 60, max: 14 * 60 }),
			(instant, offset) => {
				const written = formatInstant(instant, offset);
				expect(Date.parse(written)).toBe(instant);
				expect(parseInstant(written)).toBe(instant);
			}
		),
		{ numRuns: 2000 }
	);
});

test.each([
	'2027-01-09T09:00:00',
	'2027-01-09 09:00:00+08:00',
	'2027-02-29T09:00:00+08:00',
	'2027-13-01T09:00:00+08:00',
	'2027-01-09T24:00:00+08:00',
	'2027-01-09T09:00:60+08:00',
	'2027-01-09T09:00:00+15:00',
	'1970-01-01T00:00:00+08:00',
	'2027-01-09',
	''
])('“%s” is no instant', (text) => {
	expect(parseInstant(text)).toBeNull();
});

test('minutes suffice; a leap day is one', () => {
	expect(parseInstant('2027-01-09T09:00+08:00')).toBe(Date.UTC(2027, 0, 9, 1));
	expect(parseInstant('2028-02-29T00:00:00.5Z')).toBe(Date.UTC(2028, 1, 29) + 500);
});
