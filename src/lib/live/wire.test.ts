// Commands with something beside them: what a server takes, and what it refuses alone.
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { BEFORE, uuid } from '../attempt/testing/events.ts';
import { keepable } from '../shared/fields.ts';
import { CommandSchema } from './requests.ts';
import { SignalField } from './wire.ts';
import { ClientMessageSchema } from './device-messages.ts';

const takes = (type: string, data: object, payload?: unknown): boolean =>
	v.is(CommandSchema, { id: uuid(1), clientAt: BEFORE, type, data, payload });

const drawn = { way: 'drawn', width: 600, height: 200, strokes: [[1, 2, 3, 4]] };
const typed = { way: 'typed', name: '测试考生甲' };

describe('[C13] a signature', () => {
	const signs = (way: string, payload?: unknown): boolean =>
		takes('pledge.signed', { way }, payload);

	test('comes with the way that the log says; a tick comes with none', () => {
		expect([signs('drawn', drawn), signs('typed', typed), signs('ticked', null)]).toEqual([
			...[true, true, true]
		]);
		expect([signs('drawn', null), signs('typed', drawn), signs('ticked', typed)]).toEqual([
			...[false, false, false]
		]);
		expect(signs('drawn')).toBe(false);
	});

	test('is strokes of points inside its box’s numbers, and not endless', () => {
		const strokes = (...points: number[][]) => signs('drawn', { ...drawn, strokes: points });
		expect(strokes([1, 2, 3, 4], [5, 6, 7, 8])).toBe(true);
		expect([strokes(), strokes([1, 2]), strokes([1, 2, 3, 4, 5]), strokes([-1, 2, 3, 4])]).toEqual([
			...[false, false, false, false]
		]);
		expect(strokes(Array.from({ length: 6002 }, () => 1))).toBe(false);
		expect(signs('typed', { way: 'typed', name: '  ' })).toBe(false);
	});
});

test('[C21] [C17] words are there, and not endless', () => {
	for (const [type, data] of [
		['help.sent', { at: BEFORE }],
		['details.disputed', {}]
	] as const) {
		expect(takes(type, data, { text: ' 看不清 ' })).toBe(true);
		for (const text of ['', '  ', '长'.repeat(2001)])
			expect(takes(type, data, { text })).toBe(false);
		expect(takes(type, data)).toBe(false);
	}
});

test('[C21] [C17] words that no database keeps as they are never get that far', () => {
	for (const text of ['a\0b', '半个\ud83d', '\ude00字']) {
		expect(takes('help.sent', { at: BEFORE }, { text })).toBe(false);
		expect(takes('details.disputed', {}, { text })).toBe(false);
		const name = { way: 'typed', name: text };
		expect(takes('pledge.signed', { way: 'typed' }, name)).toBe(false);
	}
	for (const text of ['看不清 😀', keepable('a\0b'), keepable('半个\ud83d')])
		expect(takes('help.sent', { at: BEFORE }, { text })).toBe(true);
});

test('[I2] a signal is text that a database keeps as it is, and not endless', () => {
	const viewer = uuid(2);
	for (const data of ['a\0b', '{"sdp":"\ud83d"}', '\ude00', 'x'.repeat(16_001)]) {
		expect(v.is(SignalField, data)).toBe(false);
		expect(v.is(ClientMessageSchema, { v: 1, type: 'signal', viewer, data })).toBe(false);
	}
	for (const data of ['{"sdp":"😀\\u0000"}', 'x'.repeat(16_000)])
		expect(v.is(ClientMessageSchema, { v: 1, type: 'signal', viewer, data })).toBe(true);
});

test('[C20] a question has a number that a paper can have', () => {
	const answered = (question: number) => takes('question.answered', { question, at: BEFORE });
	expect([answered(1), answered(100), answered(101), answered(-1), answered(1.5)]).toEqual([
		...[true, true, false, false, false]
	]);
});

test('what is the server’s or staff’s to say is no command', () => {
	for (const type of [
		'entry.allowed',
		'time.granted',
		'lease.opened',
		'part.verified',
		'lot.drawn'
	])
		expect(takes(type, {}, { reason: 'x' })).toBe(false);
});
