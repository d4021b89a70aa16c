import { describe, expect, test } from 'vitest';
import { isPrintKey, isScreenshotKey, type KeyPress } from './keys.ts';

const PLAIN: KeyPress = {
	...{ key: 'a', code: 'KeyA' },
	...{ ctrlKey: false, metaKey: false, shiftKey: false, altKey: false }
};
const press = (change: Partial<KeyPress>): KeyPress => ({ ...PLAIN, ...change });
const P = { key: 'p', code: 'KeyP' };

describe('[C28] printing', () => {
	test.each([
		['Ctrl+P', { ...P, ctrlKey: true }],
		['Cmd+P', { ...P, metaKey: true }],
		['Ctrl+Shift+P', { ...P, key: 'P', ctrlKey: true, shiftKey: true }],
		['on another layout, where P is elsewhere', { key: 'p', code: 'KeyR', ctrlKey: true }],
		['in another script', { key: 'з', code: 'KeyP', ctrlKey: true }],
		['in an input method', { key: 'Process', code: 'KeyP', ctrlKey: true }]
	])('%s', (_, keys) => expect(isPrintKey(press(keys))).toBe(true));

	test.each([
		['P alone', P],
		['another key of the same place', { key: 'r', code: 'KeyP', ctrlKey: true }],
		['Ctrl+C', { key: 'c', code: 'KeyC', ctrlKey: true }],
		['AltGr+P', { ...P, ctrlKey: true, altKey: true }]
	])('not %s', (_, keys) => expect(isPrintKey(press(keys))).toBe(false));
});

describe('[C28] a picture of the screen', () => {
	const S = press({ key: 'S', code: 'KeyS', metaKey: true, shiftKey: true });
	const FOUR = press({ key: '$', code: 'Digit4', metaKey: true, shiftKey: true });

	test('the key for it, with anything held', () => {
		for (const mac of [true, false])
			expect(isScreenshotKey(press({ key: 'PrintScreen', altKey: true }), mac)).toBe(true);
	});
	test('the Snipping Tool’s keys; on a Mac they save a page', () => {
		expect(isScreenshotKey(S, false)).toBe(true);
		expect(isScreenshotKey(S, true)).toBe(false);
	});
	test('a Mac’s keys; elsewhere they are nothing', () => {
		expect(isScreenshotKey(FOUR, true)).toBe(true);
		expect(isScreenshotKey(FOUR, false)).toBe(false);
	});
	test('not without both held', () => {
		expect(isScreenshotKey({ ...FOUR, shiftKey: false }, true)).toBe(false);
		expect(isScreenshotKey({ ...S, metaKey: false, ctrlKey: true }, false)).toBe(false);
	});
});
