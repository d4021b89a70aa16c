// Playwright gives every page the focus and hides nothing: here the events are dispatched, the real ones are in
// tests/e2e/watch.pair.spec.ts.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fakeDesk, type FakeDesk } from '../testing/fake-desk.ts';
import { watchPageSight } from './page-sight.ts';

let desk: FakeDesk;
let excused: boolean;
let stop: () => void;
const set = (name: 'visibilityState' | 'hasFocus', value: unknown): void => {
	Object.defineProperty(document, name, { value, configurable: true });
};
const hide = (hidden: boolean): void => {
	set('visibilityState', hidden ? 'hidden' : 'visible');
	document.dispatchEvent(new Event('visibilitychange'));
};
const focus = (has: boolean): void => {
	set('hasFocus', () => has);
	dispatchEvent(new Event(has ? 'focus' : 'blur'));
};

beforeEach(() => {
	vi.useFakeTimers();
	desk = fakeDesk();
	excused = false;
	set('hasFocus', () => true);
	stop = watchPageSight({ excused: () => excused })(desk);
});
afterEach(() => {
	stop();
	dispatchEvent(new PageTransitionEvent('pageshow'));
	Reflect.deleteProperty(document, 'visibilityState');
	Reflect.deleteProperty(document, 'hasFocus');
	vi.useRealTimers();
});

test('[C27] hidden and shown again, in the event itself', () => {
	hide(true);
	expect(desk.said).toEqual(['+page-hidden']);
	hide(false);
	expect(desk.said).toEqual(['+page-hidden', '-page-hidden']);
});

test('[C27] another window has the keyboard, and this one again', () => {
	focus(false);
	expect(desk.said).toEqual(['+window-blurred']);
	focus(true);
	expect(desk.said).toEqual(['+window-blurred', '-window-blurred']);
});

test('[C27] a hidden page is not blurred as well', () => {
	focus(false);
	hide(true);
	expect(desk.said).toEqual(['+window-blurred', '+page-hidden', '-window-blurred']);
	hide(false);
	expect(desk.said.slice(3)).toEqual(['-page-hidden', '+window-blurred']);
});

test('[C27] what no event told is found within a second', () => {
	set('hasFocus', () => false);
	vi.advanceTimersByTime(1000);
	expect(desk.said).toEqual(['+window-blurred']);
	set('hasFocus', () => true);
	vi.advanceTimersByTime(1000);
	expect(desk.said).toEqual(['+window-blurred', '-window-blurred']);
});

test('[C27] what the page itself opened is excused; what stays when it is closed counts', () => {
	excused = true;
	focus(false);
	hide(true);
	hide(false);
	vi.advanceTimersByTime(10_000);
	expect(desk.said).toEqual([]);
	excused = false;
	vi.advanceTimersByTime(1000);
	expect(desk.said).toEqual(['+window-blurred']);
});

test('[C27] a page that is loaded again or left is not hidden', () => {
	dispatchEvent(new PageTransitionEvent('pagehide'));
	hide(true);
	expect(desk.said).toEqual([]);
});

test('[C27] when watching ends everything is over, and nothing is heard any more', () => {
	focus(false);
	stop();
	expect(desk.said).toEqual(['+window-blurred', '-window-blurred']);
	hide(true);
	vi.advanceTimersByTime(5000);
	expect(desk.said).toHaveLength(2);
});
