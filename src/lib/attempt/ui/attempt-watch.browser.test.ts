// The watch of an open attempt, with a desk that only listens and surroundings that are a script.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import type { Devices } from '../../integrity/browser/devices.ts';
import type { Displays } from '../../integrity/browser/displays.ts';
import { fakeDesk, type FakeDesk } from '../../integrity/testing/fake-desk.ts';
import type { SignalAdapter } from '../../integrity/signal.ts';
import type { WatchView } from '../../integrity/ui/watch-view.ts';
import { createDeviceClock } from '../../live/browser/device-clock.ts';
import { subject, type Subject } from '../../shared/observable.ts';
import { createAttemptWatch, type AttemptWatch } from './attempt-watch.ts';

const clock = createDeviceClock();
const LIVE = { state: 'live', source: { label: 'HD Webcam' }, muted: false } as const;

let desk: FakeDesk;
let incidents: WatchView['told'];
let displays: Subject<Displays>;
let fullScreen: Subject<boolean>;
let desktop: Subject<Devices>;
let asking: boolean;
let camera: SignalAdapter;
let watch: AttemptWatch;

function openWith(also: readonly SignalAdapter[]): AttemptWatch {
	const source = { look() {}, enter() {}, close() {} };
	return createAttemptWatch({
		session: { clock },
		desk: { ...desk, incidents: () => incidents },
		desktop,
		surroundings: {
			sources: {
				displays: Object.assign(displays, source),
				fullScreen: Object.assign(fullScreen, source)
			}
		},
		asking: () => asking,
		also
	});
}

beforeEach(() => {
	desk = fakeDesk();
	incidents = [];
	asking = false;
	camera = () => () => {};
	Object.defineProperty(document, 'hasFocus', { value: () => true, configurable: true });
	displays = subject<Displays>('one');
	fullScreen = subject(true);
	desktop = subject<Devices>({ camera: LIVE, screen: LIVE });
	watch = openWith([camera]);
});
afterEach(() => {
	watch.close();
	Reflect.deleteProperty(document, 'hasFocus');
	document.body.replaceChildren();
});

const view = (): WatchView => watch.view(clock.now());

test('[C25][C26] nothing is seen before this page records', () => {
	fullScreen.set(false);
	displays.set('several');
	watch.update(false);
	expect(view().covers).toEqual([]);
	expect(desk.said).toEqual([]);
});

test('[C26][C25] the sheet is covered at once, while the desk still waits', () => {
	watch.update(true);
	const before = clock.now();
	fullScreen.set(false);
	expect(view().covers[0]?.kind).toBe('full-screen-left');
	expect(view().covers[0]?.since).toBeGreaterThanOrEqual(before);
	displays.set('several');
	expect(view().covers[0]?.kind).toBe('full-screen-left');
	fullScreen.set(true);
	expect(view().covers[0]?.kind).toBe('several-displays');
	displays.set('unknown');
	expect(view()).toEqual({ covers: [], told: [] });
});

test('[C26] the end, or another device in this place: nothing covers, nothing is noticed', () => {
	watch.update(true);
	watch.update(true);
	fullScreen.set(false);
	watch.update(false);
	expect(view().covers).toEqual([]);
	expect(desk.said).toEqual(['+full-screen-left', '-full-screen-left']);
	displays.set('several');
	dispatchEvent(new Event('beforeprint'));
	expect(desk.said).toHaveLength(2);
});

test('one that cannot watch here holds up none of the others, and is not tried with every tick', () => {
	const reported = vi.fn((event: Event) => event.preventDefault());
	addEventListener('error', reported);
	let tries = 0;
	const broken = openWith([
		() => {
			tries++;
			throw new Error('no more workers');
		}
	]);
	broken.update(true);
	broken.update(true);
	expect(tries).toBe(1);
	expect(reported).toHaveBeenCalledTimes(1);
	fullScreen.set(false);
	expect(desk.said).toEqual(['+full-screen-left']);
	broken.close();
	removeEventListener('error', reported);
});

test('[C23] recording goes on after an end that was none: watched again', () => {
	watch.update(true);
	watch.update(false);
	watch.update(true);
	displays.set('several');
	expect(desk.said).toEqual(['+several-displays']);
});

test('[C26][C27] what the candidate was asked by the browser is excused', () => {
	watch.update(true);
	asking = true;
	dispatchEvent(new Event('blur'));
	fullScreen.set(false);
	expect(desk.said).toEqual([]);
	expect(view().covers).toEqual([]);
});

test('[C28] the paper is known by its mark; what is beside it keeps its menu', async () => {
	watch.update(true);
	document.body.innerHTML = '<p data-paper>question</p><p>beside</p>';
	const opened: boolean[] = [];
	const note = (event: Event): void => void opened.push(!event.defaultPrevented);
	addEventListener('contextmenu', note);
	await page.getByText('question').click({ button: 'right' });
	await page.getByText('beside').click({ button: 'right' });
	removeEventListener('contextmenu', note);
	expect(opened).toEqual([false, true]);
	expect(desk.said).toEqual(['menu-opened', 'menu-opened']);
});

test('[C29][C31] devices are watched from the first moment on', () => {
	desktop.set({ camera: { ...LIVE, source: { label: 'OBS Virtual Camera' } }, screen: LIVE });
	watch.update(true);
	desktop.set({ camera: LIVE, screen: { state: 'failed', source: null, muted: false } });
	expect(desk.said).toEqual([
		'+virtual-camera/camera',
		'device-ended/screen',
		'-virtual-camera/camera'
	]);
});

test('[C27] what was assessed is told for a while', () => {
	const now = clock.now();
	incidents = [{ kind: 'page-hidden', from: now - 9000, until: now - 1000 }];
	expect(view().told).toEqual(incidents);
	expect(watch.view(now + 14_000).told).toEqual([]);
});
