// [C4] The device check with a real camera and a fake server: what is measured, in which order, kept, and cleared away.
import { flushSync } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { DEFAULT_RULES } from '../../attempt/rules.ts';
import type { PageClock } from '../../live/ui/page-clock.svelte.ts';
import { openCamera } from '../../recording/browser/capture.ts';
import { refuse } from '../../shared/errors.ts';
import { err } from '../../shared/result.ts';
import { keptPassport, keptTicks } from '../browser/passport-store.ts';
import type { LineStand } from '../lines.ts';
import { fakeCheck, type FakeCheck } from '../testing/fake-check.ts';
import { SAMPLE_NEEDS } from '../testing/sample-facts.ts';
import { createCheck, type Check, type CheckOptions } from './check-controller.svelte.ts';

const AT = 1_700_000_000_000;
const CLOCK: PageClock = {
	now: AT,
	connection: { state: 'connected' },
	start: () => () => {}
};

let check: Check;
let stop: () => void;

function begin(fake: FakeCheck, changes: Partial<CheckOptions> = {}): void {
	check = createCheck({
		...{ device: 'desktop', needs: () => SAMPLE_NEEDS, clock: CLOCK },
		openCamera: () => openCamera(DEFAULT_RULES.camera),
		openCheck: fake.open,
		...changes
	});
	stop = check.start();
}

beforeEach(() => localStorage.clear());
afterEach(() => {
	stop();
	vi.restoreAllMocks();
	localStorage.clear();
});

const stateOf = (line: LineStand['line']): LineStand['state'] | undefined => {
	flushSync();
	return check.view.lines.find((stand) => stand.line === line)?.state;
};
const measured = async (): Promise<void> => {
	check.actions.measure();
	await expect.poll(() => check.view.measuring).toBe(false);
};

test('[C4] before the start only what asks nobody for leave is looked at', () => {
	const fake = fakeCheck();
	begin(fake);
	expect(check.view.picture.state).toBe('off');
	expect(fake.asked).toEqual([]);
	expect(stateOf('browser')).toBe('ok');
	expect(check.view.lines.filter(({ state }) => state === 'running')).toEqual([]);
});

test('[C4] one run opens the devices, measures the latency before the upload, ends, and keeps a passport', async () => {
	const fake = fakeCheck();
	begin(fake);
	await measured();
	expect(fake.asked).toEqual(['open', 'latency', 'storage', 'upload', 'end']);
	for (const line of ['camera', 'upload', 'latency', 'storage', 'clock'] as const)
		expect(stateOf(line), line).toBe('ok');
	expect(check.view.picture.state).toBe('live');
	// the fake microphone beeps
	await expect.poll(() => stateOf('microphone')).toBe('ok');
	const passport = keptPassport();
	expect(passport).toMatchObject({ device: 'desktop', checkedAt: AT, uploadKbps: 6400 });
	expect(passport?.camera).toMatch(/^[0-9a-f]{64}$/);
	expect(check.view.kept?.code).toMatch(/^\w{4}-\w{4}$/);
});

test('[C4] clicked twice it measures once; again it measures all anew', async () => {
	const fake = fakeCheck();
	begin(fake);
	check.actions.measure();
	await measured();
	expect(fake.asked.filter((one) => one === 'upload')).toHaveLength(1);
	await measured();
	expect(fake.asked.filter((one) => one === 'upload')).toHaveLength(2);
	expect(fake.asked.filter((one) => one === 'end')).toHaveLength(2);
});

test('[C4] a salt is made once for this browser', async () => {
	begin(fakeCheck());
	await measured();
	const first = keptPassport()?.salt;
	await measured();
	expect(keptPassport()?.salt).toBe(first);
	expect(first).toMatch(/^[0-9a-f]{32}$/);
});

test('[C4] without the server the devices are checked all the same, and it is said what to do', async () => {
	const fake = fakeCheck({ open: 'server.unreachable' });
	begin(fake);
	await measured();
	expect(stateOf('camera')).toBe('ok');
	expect(stateOf('upload')).toBe('failed');
	expect(check.view.lines.find(({ line }) => line === 'latency')?.todo).toBe('offline');
	expect(keptPassport()?.lines.upload).toBe('failed');
	fake.answers = { ...fake.answers, open: null };
	await measured();
	expect(stateOf('upload')).toBe('ok');
});

test('[C4] a refused camera fails its two lines, the rest goes on', async () => {
	const refused = Promise.resolve(err(refuse('device.camera-refused')));
	begin(fakeCheck(), { openCamera: () => refused });
	await measured();
	expect([stateOf('camera'), stateOf('microphone'), stateOf('upload')]).toEqual([
		...['failed', 'failed', 'ok']
	]);
	expect(check.view.picture).toEqual({ state: 'failed', code: 'device.camera-refused' });
	check.actions.record();
	await expect.poll(() => check.view.test.state).toBe('idle');
});

test('[C4] what breaks unforeseen is one line that could not be measured', async () => {
	const report = vi.spyOn(globalThis, 'reportError').mockReturnValue();
	begin(fakeCheck({ storage: 'throws' }));
	await measured();
	expect(report).toHaveBeenCalledOnce();
	expect(stateOf('storage')).toBe('attention');
	expect(stateOf('upload')).toBe('ok');
});

test('[C4] ten seconds are recorded and shown; closing removes them; a newer passport has the line', async () => {
	const fake = fakeCheck();
	const revoked = vi.spyOn(URL, 'revokeObjectURL');
	begin(fake);
	await measured();
	expect(keptPassport()?.lines.recording).toBeUndefined();
	check.actions.record();
	await expect.poll(() => check.view.test.state).toBe('playing');
	expect(fake.asked.slice(-2)).toEqual(['open', 'record 10000']);
	const { test: shown } = check.view;
	check.actions.closeRecording();
	expect(check.view.test.state).toBe('idle');
	expect(fake.asked.at(-1)).toBe('end');
	expect(revoked).toHaveBeenCalledWith(shown.state === 'playing' ? shown.url : '');
	expect(stateOf('recording')).toBe('ok');
	expect(keptPassport()?.lines.recording).toBe('ok');
});

test('[C4] a test recording that fails ends, says so, and can be tried again', async () => {
	const fake = fakeCheck({ recording: err('server.unreachable') });
	begin(fake);
	check.actions.record();
	await expect.poll(() => fake.asked.at(-1)).toBe('end');
	expect(check.view.test.state).toBe('idle');
	expect(stateOf('recording')).toBe('failed');
});

test('[C4] a page that is left in the middle gives up camera, check and film', async () => {
	const fake = fakeCheck();
	let open = (): void => {};
	fake.gate = new Promise<void>((resolve) => (open = resolve));
	begin(fake);
	check.actions.record();
	await expect.poll(() => fake.asked.at(-1)).toBe('record 10000');
	const { picture } = check.view;
	stop();
	open();
	await expect.poll(() => fake.asked.at(-1)).toBe('end');
	expect(check.view.test.state).toBe('idle');
	const tracks = picture.state === 'live' ? picture.stream.getTracks() : [];
	expect(tracks.map(({ readyState }) => readyState)).toEqual(['ended', 'ended']);
	expect(keptPassport()).toBeNull();
});

test('[C4] a camera that is unplugged fails its line', async () => {
	begin(fakeCheck());
	await measured();
	const { picture } = check.view;
	if (picture.state !== 'live') throw new Error('no picture');
	picture.stream.getVideoTracks()[0]?.dispatchEvent(new Event('ended'));
	expect(stateOf('camera')).toBe('failed');
	expect(check.view.level).toBeNull();
});

test('[C4] the candidate says whether the tone was heard; the ticks are kept in this browser', async () => {
	begin(fakeCheck());
	check.actions.playTone();
	await expect.poll(() => check.view.sounded).toBe(true);
	check.actions.answerTone(false);
	expect(stateOf('speaker')).toBe('attention');
	check.actions.answerTone(true);
	expect(stateOf('speaker')).toBe('ok');
	expect(keptPassport()?.lines.speaker).toBe('ok');
	check.actions.tick('alone', true);
	check.actions.tick('door', true);
	check.actions.tick('alone', false);
	expect(check.view.ticked).toEqual(['door']);
	expect(keptTicks()).toEqual(['door']);
});

test('[C4] storage that is shut off keeps nothing and stops nothing', async () => {
	vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
		throw new DOMException('shut off', 'SecurityError');
	});
	begin(fakeCheck());
	await measured();
	expect(stateOf('upload')).toBe('ok');
	expect(check.view.kept).not.toBeNull();
	expect(keptPassport()).toBeNull();
});
