// The browser's own full screen, asked for inside a real click.
import { afterEach, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { subject } from '../../shared/observable.ts';
import { fakeDesk } from '../testing/fake-desk.ts';
import { openFullScreen, watchFullScreen } from './full-screen.ts';

const closes: (() => void)[] = [];
afterEach(async () => {
	for (const close of closes.splice(0)) close();
	if (document.fullscreenElement) await document.exitFullscreen();
	document.body.replaceChildren();
	vi.useRealTimers();
});
const LEFT = 'full-screen-left';

/** @param full as it stands when watching begins */
function watching(full: boolean) {
	vi.useFakeTimers();
	const fullScreen = subject(full);
	const desk = fakeDesk();
	let excused = false;
	const stop = watchFullScreen({ fullScreen, excused: () => excused })(desk);
	closes.push(stop);
	return { desk, stop, set: fullScreen.set, excuse: (is: boolean) => void (excused = is) };
}

test('[C26] it is entered by a click, left, and entered again', async () => {
	const fullScreen = openFullScreen();
	const desk = fakeDesk();
	const button = document.createElement('button');
	button.textContent = 'enter';
	button.onclick = fullScreen.enter;
	document.body.append(button);
	closes.push(fullScreen.close);
	await page.getByRole('button', { name: 'enter' }).click();
	await expect.poll(() => fullScreen.state).toBe(true);
	closes.push(watchFullScreen({ fullScreen, excused: () => false })(desk));
	expect(desk.said).toEqual([]);
	await document.exitFullscreen();
	await expect.poll(() => desk.said).toEqual([`+${LEFT}`]);
	await page.getByRole('button', { name: 'enter' }).click();
	await expect.poll(() => desk.said).toEqual([`+${LEFT}`, `-${LEFT}`]);
});

test('[C26] whoever is still on the way to it is given a moment; a page that was loaded again is not in it', () => {
	const late = watching(false);
	vi.advanceTimersByTime(1500);
	late.set(true);
	vi.advanceTimersByTime(5000);
	expect(late.desk.said).toEqual([]);
	const reloaded = watching(false);
	vi.advanceTimersByTime(1999);
	expect(reloaded.desk.said).toEqual([]);
	vi.advanceTimersByTime(1);
	expect(reloaded.desk.said).toEqual([`+${LEFT}`]);
});

test('[C26] a picker that the page opened ends it without a word; what is left afterwards counts', () => {
	const { desk, set, excuse } = watching(true);
	excuse(true);
	set(false);
	vi.advanceTimersByTime(20_000);
	expect(desk.said).toEqual([]);
	excuse(false);
	vi.advanceTimersByTime(500);
	expect(desk.said).toEqual([`+${LEFT}`]);
});

test('[C26] when watching ends it is over', () => {
	const { desk, set, stop } = watching(true);
	set(false);
	stop();
	vi.advanceTimersByTime(5000);
	expect(desk.said).toEqual([`+${LEFT}`, `-${LEFT}`]);
});
