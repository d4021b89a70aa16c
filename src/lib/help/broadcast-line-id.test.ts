import { expect, test } from 'vitest';
import { uuid } from '../attempt/testing/events.ts';
import { isId } from '../shared/fields.ts';
import { broadcastLineId } from './broadcast-line-id.ts';

test('[I3] an attempt’s id of a broadcast follows from the two, and is a UUID', () => {
	const ids = [1, 2].flatMap((n) => [3, 4].map((m) => broadcastLineId(uuid(n), uuid(m))));
	expect(new Set(ids).size).toBe(4);
	expect(ids.every(isId)).toBe(true);
	expect(broadcastLineId(uuid(1), uuid(3))).toBe(ids[0]);
});
