// Chromium's own displays: a second one is added and taken away by CDP. What other browsers do not tell is put in its place.
import { afterEach, expect, test, vi } from 'vitest';
import { cdp } from 'vitest/browser';
import { fakeDesk } from '../testing/fake-desk.ts';
import { openDisplays, watchDisplays, type DisplaySource } from './displays.ts';

const client = cdp() as unknown as {
	send(method: string, params: object): Promise<{ screenInfo: { id: string } }>;
};
/** Chromium's window management, as the source asks for it. */
const telling = window as { getScreenDetails?: () => Promise<unknown> };
const closes: (() => void)[] = [];
afterEach(() => {
	for (const close of closes.splice(0)) close();
	Reflect.deleteProperty(screen, 'isExtended');
	vi.useRealTimers();
	vi.restoreAllMocks();
});
function opened(): DisplaySource {
	const displays = openDisplays();
	closes.push(displays.close);
	return displays;
}
const say = (isExtended: boolean | undefined): void => {
	Object.defineProperty(screen, 'isExtended', { value: isExtended, configurable: true });
};

test('[C25] a second display comes and goes: one signal, with its end', async () => {
	const displays = opened();
	const desk = fakeDesk();
	closes.push(watchDisplays(displays)(desk));
	expect(displays.state).toBe('one');
	const second = { left: 1920, top: 0, width: 1280, height: 1024 };
	const { screenInfo } = await client.send('Emulation.addScreen', second);
	await expect.poll(() => displays.state).toBe('several');
	await client.send('Emulation.removeScreen', { screenId: screenInfo.id });
	await expect.poll(() => displays.state).toBe('one');
	expect(desk.said).toEqual(['+several-displays', '-several-displays']);
});

test('[C25] one that is there when watching begins is told, and over when it ends', () => {
	say(true);
	const desk = fakeDesk();
	const stop = watchDisplays(opened())(desk);
	expect(desk.said).toEqual(['+several-displays']);
	stop();
	expect(desk.holding('several-displays')).toBe(false);
});

test('[C25] a browser that does not tell: unknown, and no signal', () => {
	say(undefined);
	const displays = opened();
	const desk = fakeDesk();
	closes.push(watchDisplays(displays)(desk));
	expect(displays.state).toBe('unknown');
	expect(desk.said).toEqual([]);
});

test('[C25] a change that no event tells is found, or at once when one looks', () => {
	vi.useFakeTimers();
	const displays = opened();
	say(true);
	expect(displays.state).toBe('one');
	vi.advanceTimersByTime(500);
	expect(displays.state).toBe('several');
	say(false);
	displays.look();
	expect(displays.state).toBe('one');
});

/** @param state of the permission */
function granting(state: PermissionState) {
	const permission = Object.assign(new EventTarget(), { state });
	vi.spyOn(navigator.permissions, 'query').mockResolvedValue(
		permission as unknown as PermissionStatus
	);
	const screens: unknown[] = [{}];
	const details = Object.assign(new EventTarget(), { screens });
	const asked = vi.spyOn(telling, 'getScreenDetails').mockResolvedValue(details);
	return {
		asked,
		plug() {
			screens.push({});
			details.dispatchEvent(new Event('screenschange'));
		},
		decide(to: PermissionState) {
			permission.state = to;
			permission.dispatchEvent(new Event('change'));
		}
	};
}

test('[C25] where the browser may tell more it is heard; nobody is asked for it', async () => {
	const browser = granting('prompt');
	const displays = opened();
	browser.plug();
	await new Promise((resolve) => setTimeout(resolve));
	expect(browser.asked).not.toHaveBeenCalled();
	expect(displays.state).toBe('one');
	browser.decide('granted');
	await expect.poll(() => displays.state).toBe('several');
	browser.decide('denied');
	await expect.poll(() => displays.state).toBe('one');
});

test('[C25] a screen that is plugged in is told by its event', async () => {
	const browser = granting('granted');
	const displays = opened();
	await expect.poll(() => browser.asked.mock.calls.length).toBe(1);
	await new Promise((resolve) => setTimeout(resolve));
	browser.plug();
	expect(displays.state).toBe('several');
});
