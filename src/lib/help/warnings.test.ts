import { expect, test } from 'vitest';
import { BEFORE, uuid } from '../attempt/testing/events.ts';
import type { SpokenLine } from './spoken-line.ts';
import { waitingWarnings } from './warnings.ts';

const warning = (n: number, text: string | null = `警告 ${String(n)}`): SpokenLine => ({
	...{ id: uuid(n), warning: uuid(n), seq: n, from: 'staff', text, at: BEFORE + n }
});
const MESSAGE: SpokenLine = { ...warning(4), warning: null };
const given = (acknowledgedAt: number | null) => ({ at: BEFORE, acknowledgedAt });
const LINES = [warning(3), MESSAGE, warning(5), warning(6)];
const STATE = {
	ended: null,
	warnings: { [uuid(3)]: given(BEFORE), [uuid(5)]: given(null), [uuid(6)]: given(null) }
};

test('[I3] what is not acknowledged is shown, in order; a message never', () => {
	expect(waitingWarnings(LINES, STATE).map(({ text }) => text)).toEqual(['警告 5', '警告 6']);
});

test('[I3] after the end none is shown', () => {
	const ended = { at: BEFORE, by: 'clock' } as const;
	expect(waitingWarnings(LINES, { ...STATE, ended })).toEqual([]);
});

test('[I3] what was erased covers nothing, nor does a line that the projection does not know', () => {
	const erased = [warning(5, null), warning(9)];
	expect(waitingWarnings(erased, STATE)).toEqual([]);
});
