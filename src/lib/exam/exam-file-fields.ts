// What the parts of an exam file's shape are made of: objects that take no other member, numbers within bounds.
import * as v from 'valibot';
import type { FaultCode } from './exam-file-words.ts';

export const as = (code: FaultCode): FaultCode => code;

/** Exactly these members; each other one is a fault of its own (valibot's strictObject stops at the first). */
export const members = <E extends v.ObjectEntries>(entries: E) =>
	v.objectWithRest(entries, v.never()) as unknown as v.StrictObjectSchema<E, undefined>;

export const number = (least: number, most: number) =>
	v.pipe(v.number(), v.minValue(least, as('out-of-range')), v.maxValue(most, as('out-of-range')));
export const whole = (least: number, most: number) =>
	v.pipe(number(least, most), v.integer(as('out-of-range')));
