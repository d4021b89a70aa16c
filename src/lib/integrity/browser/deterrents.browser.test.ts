// Keys and pointer as Chromium itself gives them, over a sheet with a text and a field beside it.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { fakeDesk, type FakeDesk } from '../testing/fake-desk.ts';
import { watchDeterrents } from './deterrents.ts';

let desk: FakeDesk;
let stop: () => void;
/** What was still done to the event after everybody had it. */
let prevented: boolean[];
const noteEnd = (event: Event): void => void prevented.push(event.defaultPrevented);
const NAMES = ['copy', 'cut', 'paste', 'contextmenu', 'dragstart', 'dragover', 'drop'];

beforeEach(() => {
	document.body.innerHTML = `
		<h1>the sitting</h1>
		<section id="paper"><p>question one</p></section>
		<p id="beside" draggable="true">beside it</p>
		<label>help <textarea></textarea></label>`;
	desk = fakeDesk();
	prevented = [];
	stop = watchDeterrents({ paper: () => document.querySelector('#paper'), mac: false })(desk);
	for (const name of NAMES) addEventListener(name, noteEnd);
});
afterEach(() => {
	stop();
	for (const name of NAMES) removeEventListener(name, noteEnd);
	getSelection()?.removeAllRanges();
	document.body.replaceChildren();
});
const select = (what: string): void => {
	const element = document.querySelector(what);
	if (element) getSelection()?.selectAllChildren(element);
};
const fire = (target: string, event: Event): void =>
	void document.querySelector(target)?.dispatchEvent(event);
const keys = (name: 'keydown' | 'keyup', init: KeyboardEventInit): boolean =>
	document.body.dispatchEvent(
		new KeyboardEvent(name, { ...init, bubbles: true, cancelable: true })
	);

describe('[C28] copying', () => {
	test('of the paper is told and has no effect; also when all of the page is marked', async () => {
		select('#paper');
		await userEvent.copy();
		select('body');
		await userEvent.copy();
		fire('h1', new ClipboardEvent('copy', { bubbles: true, cancelable: true }));
		expect(desk.said).toEqual(['copied', 'copied', 'copied']);
		expect(prevented).toEqual([true, true, true]);
	});

	test('of something else is told, and works', async () => {
		select('#beside');
		await userEvent.copy();
		await userEvent.cut();
		expect(desk.said).toEqual(['copied', 'copied']);
		expect(prevented).toEqual([false, false]);
	});
});

test('[C28] what is written to the invigilator is copied, cut and pasted freely, with its menu', async () => {
	const field = page.getByRole('textbox');
	await field.fill('please help');
	await field.click();
	await userEvent.keyboard('{Control>}a{/Control}');
	await userEvent.cut();
	await userEvent.paste();
	await userEvent.copy();
	await field.click({ button: 'right' });
	expect(desk.said).toEqual([]);
	expect(prevented).toEqual([false, false, false, false]);
	await expect.element(field).toHaveValue('please help');
});

test('[C28] pasting with no field to paste into', async () => {
	(document.activeElement as HTMLElement | null)?.blur();
	await userEvent.paste();
	expect(desk.said).toEqual(['pasted']);
});

test('[C28] the context menu: none on the paper, the browser’s own elsewhere', async () => {
	await page.getByText('question one').click({ button: 'right' });
	await page.getByText('beside it').click({ button: 'right' });
	expect(desk.said).toEqual(['menu-opened', 'menu-opened']);
	expect(prevented).toEqual([true, false]);
});

describe('[C28] dragging', () => {
	const drag = (name: string, files: boolean): DragEvent => {
		const dataTransfer = new DataTransfer();
		if (files) dataTransfer.items.add(new File(['x'], 'answers.txt'));
		return new DragEvent(name, { dataTransfer, bubbles: true, cancelable: true });
	};

	test('off the paper is told and held back', () => {
		fire('#paper p', drag('dragstart', false));
		expect(desk.said).toEqual(['dragged']);
		expect(prevented).toEqual([true]);
	});

	test('from here to here is one, and what is brought in after it another', async () => {
		await userEvent.dragAndDrop(page.getByText('beside it'), page.getByText('the sitting'));
		expect(desk.said).toEqual(['dragged']);
		fire('#beside', drag('dragover', false));
		fire('#beside', drag('drop', false));
		expect(desk.said).toEqual(['dragged', 'dragged']);
		expect(prevented.slice(-2)).toEqual([true, true]);
	});

	test('while it goes on, what is dropped here is not told again', () => {
		fire('#beside', drag('dragstart', false));
		fire('#beside', drag('drop', false));
		expect(desk.said).toEqual(['dragged']);
	});

	test('words of another program may be dropped into a field', () => {
		fire('textarea', drag('dragover', false));
		fire('textarea', drag('drop', false));
		expect(desk.said).toEqual([]);
		expect(prevented).toEqual([false, false]);
	});

	test('a file from outside does not take the place of the page, also over a field', () => {
		fire('#beside', drag('dragover', true));
		fire('#beside', drag('drop', true));
		fire('textarea', drag('drop', true));
		expect(desk.said).toEqual(['dragged', 'dragged']);
		expect(prevented).toEqual([true, true, true]);
	});
});

describe('[C28] printing', () => {
	test('by its keys is held back, and told once', async () => {
		expect(keys('keydown', { key: 'p', code: 'KeyP', ctrlKey: true })).toBe(false);
		dispatchEvent(new Event('beforeprint'));
		keys('keydown', { key: 'p', code: 'KeyP', ctrlKey: true, repeat: true });
		expect(desk.said).toEqual(['printed']);
	});

	test('by the browser’s menu is told', () => {
		dispatchEvent(new Event('beforeprint'));
		expect(desk.said).toEqual(['printed']);
	});
});

describe('[C28] the screenshot key', () => {
	test('once, whether the browser tells of its going down, its coming up or both', async () => {
		await userEvent.keyboard('{PrintScreen}');
		expect(desk.said).toEqual(['screenshot-key']);
		keys('keyup', { key: 'PrintScreen' });
		expect(desk.said).toHaveLength(2);
	});

	test('with a field too', async () => {
		await page.getByRole('textbox').click();
		await userEvent.keyboard('{PrintScreen}');
		expect(desk.said).toEqual(['screenshot-key']);
	});
});

test('[C28] ordinary keys are nobody’s business and keep their effect; afterwards none is', async () => {
	const button = document.createElement('button');
	document.body.append(button);
	for (const key of ['Tab', 'Enter', 'ArrowDown', 'F1', 'PageDown', 'p', 'Escape'])
		expect(keys('keydown', { key })).toBe(true);
	for (const key of ['f', 'a', '+']) expect(keys('keydown', { key, ctrlKey: true })).toBe(true);
	expect(desk.said).toEqual([]);
	stop();
	await userEvent.keyboard('{PrintScreen}');
	dispatchEvent(new Event('beforeprint'));
	select('#paper');
	await userEvent.copy();
	expect(desk.said).toEqual([]);
	expect(prevented).toEqual([false]);
});
