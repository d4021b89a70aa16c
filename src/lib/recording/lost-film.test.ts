// The ways in which film was lost, or taken for film, without anybody being told (found by a review).
import { describe, expect, test } from 'vitest';
import { pause } from '../shared/timers.ts';
import { settle } from '../shared/testing/manual-time.ts';
import { filmingState, isFilmed, isRecordersFault, lostSince } from './device-recording.ts';
import type { SliceData } from './ports.ts';
import { bytesOf } from './testing/factories.ts';
import { fakeSource, sliceOf } from './testing/fake-recorder.ts';
import { createMemoryLocks } from './testing/memory-locks.ts';
import { setUpTrack } from './testing/track-rig.ts';

const EMPTY = sliceOf(new ArrayBuffer(0));
const BYTES = sliceOf(bytesOf(1000));
const stillScreen = () => fakeSource('screen', { mayStandStill: true });

type Rig = ReturnType<typeof setUpTrack>;
const filming = ({ recorder, time }: Rig) =>
	filmingState({ track: recorder.state, wantedSince: null }, time.now());

/** A recorder that answers each nudge, and has nothing to say. */
async function answersEmpty({ time, slices }: Rig, ms: number): Promise<void> {
	for (let passed = 0; passed < ms; passed += 500) {
		const { last } = slices;
		const { nudges } = last;
		await time.advance(500);
		if (last.nudges > nudges && !last.stopped) last.events.slice(EMPTY);
		await settle();
	}
}

describe('a still screen', () => {
	test('[C15] answers with nothing new, and what comes after it is stored', async () => {
		const it = setUpTrack({ track: 'screen' });
		await it.recorder.switchTo(stillScreen());
		for (const slice of [BYTES, EMPTY, BYTES, EMPTY, EMPTY, BYTES]) {
			await it.time.advance(800);
			it.slices.last.events.slice(slice);
			await settle();
		}
		expect(it.recorder.state).toMatchObject({ bytes: 3000, heldInMemory: 0 });
		await it.recorder.stop();
		expect(await it.vault.part('part-1')).toMatchObject({ stored: 3000, closed: true });
	});

	test('[C15] is filmed for as long as it stands still', async () => {
		const it = setUpTrack({ track: 'screen' });
		await it.recorder.switchTo(stillScreen());
		await it.film(1);
		await answersEmpty(it, 120_000);
		expect(it.slices.runs).toHaveLength(1);
		expect(filming(it)).toBe('filmed');
	});
});

describe('a recorder that never gives a byte', () => {
	test('[C15] is not film: it starts, answers, and is given up after 10 s', async () => {
		const it = setUpTrack({ track: 'screen' });
		await it.recorder.switchTo(stillScreen());
		const begun = it.time.now();
		await answersEmpty(it, 9000);
		expect(it.slices.runs).toHaveLength(1);
		expect(filming(it)).toBe('starting');
		expect(it.recorder.state.storedUntil).toBeNull();
		await answersEmpty(it, 1500);
		expect(it.slices.runs).toHaveLength(2);
		expect(it.recorder.state).toMatchObject({
			problem: 'device.recorder-failed',
			interrupted: { since: begun, why: 'no-data' }
		});
	});

	test('[C15] after an interruption it goes on only with the first byte in the vault', async () => {
		const it = setUpTrack({ track: 'screen' });
		await it.recorder.switchTo(stillScreen());
		await it.film(1);
		const failedAt = it.time.now();
		it.slices.last.events.failed('encoder');
		await it.time.advance(0);
		expect(it.slices.runs).toHaveLength(2);
		await answersEmpty(it, 8000);
		expect(it.recorder.state).toMatchObject({
			state: 'recording',
			problem: 'device.recorder-failed',
			interrupted: { since: failedAt }
		});
		expect(filming(it)).toBe('lost');
		await it.film(1);
		expect(it.recorder.state).toMatchObject({ problem: null, interrupted: null });
		expect(filming(it)).toBe('filmed');
	});

	test('[C15] an interruption in silence is told from the last slice on', async () => {
		const it = setUpTrack();
		await it.recorder.switchTo(fakeSource());
		await it.film(2);
		const lastAt = it.time.now();
		await it.time.advance(3100);
		expect(it.recorder.state.interrupted).toEqual({ since: lastAt, why: 'no-data' });
	});

	test('[C15] a recorder that starts and fails in one breath is not taken for one that runs', async () => {
		const it = setUpTrack();
		it.slices.slow = true;
		const switching = it.recorder.switchTo(fakeSource());
		await settle();
		it.slices.slow = false;
		const [first] = it.slices.runs;
		first?.events.started('video/webm');
		first?.events.failed('encoder');
		first?.events.stopped();
		expect(await switching).toMatchObject({ ok: false });
		await it.time.advance(1000);
		expect(it.slices.runs).toHaveLength(2);
		await it.film(1);
		expect(filming(it)).toBe('filmed');
	});
});

describe('slices that come late', () => {
	const read = (it: Rig, ms: number): SliceData => ({
		size: 1000,
		arrayBuffer: () => pause(it.time, ms).then(() => bytesOf(1000))
	});

	test('[C15] a slice counts when it comes, however long it takes to be read', async () => {
		const it = setUpTrack();
		await it.recorder.switchTo(fakeSource());
		const begun = it.time.now();
		for (let n = 0; n < 6; n++) {
			it.slices.last.events.slice(read(it, 4000));
			await it.time.advance(1000);
		}
		expect(it.slices.runs).toHaveLength(1);
		// each lies where it came, not where it was read; and the silence since is no film
		await it.time.advance(3000);
		expect(it.recorder.state).toMatchObject({ bytes: 6000, storedUntil: begun + 5000 });
	});

	test('[C15] what came before the end is stored, also when reading takes longer than the end may', async () => {
		const it = setUpTrack();
		await it.recorder.switchTo(fakeSource());
		await it.time.advance(800);
		it.slices.last.events.slice(read(it, 12_000));
		const stopping = it.recorder.stop();
		await it.time.advance(20_000);
		await stopping;
		expect(await it.vault.part('part-1')).toMatchObject({ stored: 1000, closed: true });
	});

	test('[C15] a recorder that still gives slices while it stops is waited for', async () => {
		const it = setUpTrack();
		await it.recorder.switchTo(fakeSource());
		await it.film(1);
		it.slices.mute = true;
		const stopping = it.recorder.stop();
		for (let n = 0; n < 3; n++) {
			await it.time.advance(4000);
			it.slices.last.events.slice(BYTES);
		}
		await it.time.advance(4000);
		expect(await it.vault.part('part-1')).toMatchObject({ stored: 4000, closed: false });
		// and given up once it has said nothing for 5 s
		await it.time.advance(1000);
		await stopping;
		expect(await it.vault.part('part-1')).toMatchObject({ stored: 4000, closed: true });
	});

	test('[C15] bytes that come before the word that it has started are kept', async () => {
		const it = setUpTrack();
		it.slices.slow = true;
		const switching = it.recorder.switchTo(fakeSource());
		await settle();
		it.slices.last.events.started('video/webm');
		it.slices.last.events.slice(BYTES);
		it.slices.last.events.started('video/webm;codecs=vp8');
		expect(await switching).toMatchObject({ ok: true, value: { mime: 'video/webm' } });
		await settle();
		expect(it.recorder.state.bytes).toBe(1000);
	});
});

describe('a page that stood still', () => {
	test('[C15] hears what came meanwhile before it gives a recorder up', async () => {
		const it = setUpTrack();
		await it.recorder.switchTo(fakeSource());
		await it.film(1);
		// 4 s in which nothing runs: everything that is overdue then runs at once, the slice comes right behind
		it.time.freeze(4000);
		await it.time.advance(0);
		it.slices.last.events.slice(BYTES);
		await it.film(1);
		expect(it.slices.runs).toHaveLength(1);
		expect(it.recorder.state).toMatchObject({ bytes: 3000, interrupted: null });
	});
});

describe('a start that hides a loss', () => {
	test('[C15] starting again after an interruption is no film', async () => {
		const it = setUpTrack();
		await it.recorder.switchTo(fakeSource());
		await it.film(1);
		it.slices.slow = true;
		it.slices.last.events.failed('encoder');
		await it.time.advance(0);
		expect(it.recorder.state).toMatchObject({
			state: 'starting',
			interrupted: { since: 1_001_000 }
		});
		expect(filming(it)).toBe('lost');
	});

	test('[C15] a lock that is never given does not hold the recording up for ever', async () => {
		const locks = createMemoryLocks();
		let granted = false;
		const it = setUpTrack({
			locks: {
				...locks,
				hold: (name, work) =>
					granted ? locks.hold(name, work) : new Promise<never>(() => undefined)
			}
		});
		const switching = it.recorder.switchTo(fakeSource());
		await it.time.advance(2900);
		expect(filming(it)).toBe('starting');
		granted = true;
		await it.time.advance(200);
		expect(await switching).toMatchObject({ ok: false });
		await it.time.advance(1000);
		expect(it.slices.runs).toHaveLength(1);
		await it.film(1);
		expect(filming(it)).toBe('filmed');
		await it.recorder.stop();
		expect(it.recorder.state.state).toBe('stopped');
	});

	test('[C15] a lock that is refused is asked for again', async () => {
		const locks = createMemoryLocks();
		let refusals = 1;
		const it = setUpTrack({
			locks: {
				...locks,
				hold: (name, work) =>
					refusals-- > 0 ? Promise.reject(new Error('no')) : locks.hold(name, work)
			}
		});
		expect(await it.recorder.switchTo(fakeSource())).toMatchObject({ ok: false });
		await it.time.advance(1000);
		await it.film(1);
		expect(isFilmed({ track: it.recorder.state, wantedSince: null }, it.time.now())).toBe(true);
	});
});

describe('a recorder that stalls', () => {
	const source = (it: Rig) => ({ track: it.recorder.state, wantedSince: 0 });

	/** Slices every 0.8 s that may be empty. @returns ms until it is told, and by what it was told */
	async function toldAfter(it: Rig, slice: SliceData | null): Promise<number> {
		const stalledAt = it.time.now();
		while (!isRecordersFault(source(it), it.time.now()) && it.time.now() - stalledAt < 20_000) {
			await it.time.advance(200);
			if (slice && (it.time.now() - stalledAt) % 800 === 0) it.slices.runs[0]?.events.slice(slice);
			await settle();
		}
		return it.time.now() - stalledAt;
	}

	test.each([
		['says nothing', null],
		['gives empty slices', EMPTY]
	])('[C29] that %s is told within 5 s, and another films on by itself', async (_, slice) => {
		const it = setUpTrack();
		await it.recorder.switchTo(fakeSource());
		await it.film(3);
		const lastAt = it.time.now();
		expect(await toldAfter(it, slice)).toBeLessThanOrEqual(5000);
		expect(lostSince(source(it), it.time.now())).toBe(lastAt);
		await it.time.advance(100);
		expect(it.slices.runs).toHaveLength(2);
		await it.film(1);
		expect(filming(it)).toBe('filmed');
		expect(isRecordersFault(source(it), it.time.now())).toBe(false);
	});

	test('[C29] that fails again and again is one span, from its last film to the next', async () => {
		const it = setUpTrack();
		await it.recorder.switchTo(fakeSource());
		await it.film(2);
		const lastAt = it.time.now();
		for (let second = 0; second < 30; second++) {
			await it.time.advance(1000);
			if (second < 4) continue;
			expect(lostSince(source(it), it.time.now())).toBe(lastAt);
			expect(isRecordersFault(source(it), it.time.now())).toBe(true);
		}
		const { length } = it.slices.runs;
		while (it.slices.runs.length === length) await it.time.advance(200);
		await it.film(1);
		expect(filming(it)).toBe('filmed');
	});

	test('[C29] a camera that the system holds back is no fault of its recorder', async () => {
		const it = setUpTrack();
		const camera = fakeSource();
		await it.recorder.switchTo(camera);
		await it.film(2);
		const lastAt = it.time.now();
		camera.mute(true);
		await it.time.advance(3100);
		expect(it.recorder.state.interrupted).toEqual({ since: lastAt, why: 'held-back' });
		expect(isRecordersFault(source(it), it.time.now())).toBe(false);
		camera.mute(false);
		await it.time.advance(100);
		expect(isRecordersFault(source(it), it.time.now())).toBe(false);
	});

	test('[C29] a screen that never gives a byte is told within 5 s, long before it is given up', async () => {
		const it = setUpTrack({ track: 'screen' });
		const wantedSince = it.time.now();
		await it.recorder.switchTo(stillScreen());
		const its = () => ({ track: it.recorder.state, wantedSince });
		await answersEmpty(it, 5000);
		expect(it.slices.runs).toHaveLength(1);
		expect(lostSince(its(), it.time.now())).toBe(wantedSince);
		expect(isRecordersFault(its(), it.time.now())).toBe(true);
	});
});
