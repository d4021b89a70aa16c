import { describe, expect, test } from 'vitest';
import { settle } from '../shared/testing/manual-time.ts';
import { bytesOf } from './testing/factories.ts';
import { fakeSource, sliceOf } from './testing/fake-recorder.ts';
import { setUpTrack } from './testing/track-rig.ts';

const BYTES = sliceOf(bytesOf(1000));

describe('two sources of one track', () => {
	test('[C16] a retry that starts late does not displace the source that was chosen meanwhile', async () => {
		const it = setUpTrack({ track: 'screen' });
		await it.recorder.switchTo(fakeSource('A'));
		await it.film(1);
		it.slices.slow = true;
		it.slices.last.events.failed('encoder');
		await it.time.advance(0);
		const retry = it.slices.last;
		it.slices.slow = false;
		expect(await it.recorder.switchTo(fakeSource('B'))).toMatchObject({ ok: true });
		await it.film(1);
		retry.events.started('video/webm');
		await settle();
		expect(it.recorder.state).toMatchObject({ state: 'recording', part: { source: 'B' } });
		expect(retry.stopped).toBe(true);
		expect(it.slices.runs.filter((run) => !run.stopped).map((run) => run.source.label)).toEqual([
			'B'
		]);
	});

	test('[C16] a retry that starts before the chosen source films until that one has started', async () => {
		const it = setUpTrack({ track: 'screen' });
		await it.recorder.switchTo(fakeSource('A'));
		await it.film(1);
		it.slices.slow = true;
		it.slices.last.events.failed('encoder');
		await it.time.advance(0);
		const retry = it.slices.last;
		const switching = it.recorder.switchTo(fakeSource('B'));
		await settle();
		retry.events.started('video/webm');
		await settle();
		expect(it.recorder.state).toMatchObject({ state: 'recording', part: { source: 'A' } });
		it.slices.last.events.started('video/webm');
		expect(await switching).toMatchObject({ ok: true });
		expect(it.recorder.state).toMatchObject({ state: 'recording', part: { source: 'B' } });
		expect(retry.stopped).toBe(true);
	});

	test('[C24] a part that is begun for want of space does not displace the source that was chosen meanwhile', async () => {
		const it = setUpTrack();
		await it.recorder.switchTo(fakeSource('A'));
		it.vault.quota = 1000;
		it.slices.slow = true;
		await it.film(2);
		expect(it.slices.runs).toHaveLength(2);
		const rolledOver = it.slices.last;
		const switching = it.recorder.switchTo(fakeSource('B'));
		await settle();
		it.slices.last.events.started('video/webm');
		expect(await switching).toMatchObject({ ok: true });
		rolledOver.events.started('video/webm');
		await settle();
		expect(it.recorder.state).toMatchObject({ part: { source: 'B' } });
		expect(rolledOver.stopped).toBe(true);
	});

	test('[C16] what begins by itself while a chosen source is starting does not displace it', async () => {
		for (const begins of ['retry', 'rolled over'] as const) {
			const it = setUpTrack();
			await it.recorder.switchTo(fakeSource('A'));
			await it.film(1);
			const [first] = it.slices.runs;
			it.slices.slow = true;
			const switching = it.recorder.switchTo(fakeSource('B'));
			await settle();
			const chosen = it.slices.last;
			if (begins === 'retry') first?.events.failed('encoder');
			else {
				it.vault.quota = 1000;
				first?.events.slice(BYTES);
			}
			await it.time.advance(0);
			const itself = it.slices.last;
			expect(itself).not.toBe(chosen);
			chosen.events.started('video/webm');
			expect(await switching).toMatchObject({ ok: true });
			itself.events.started('video/webm');
			await settle();
			expect(it.recorder.state).toMatchObject({ state: 'recording', part: { source: 'B' } });
			expect([chosen.stopped, itself.stopped]).toEqual([false, true]);
		}
	});

	test('[C16] one that fails while another is starting leaves it to that one', async () => {
		const it = setUpTrack();
		it.slices.slow = true;
		const first = it.recorder.switchTo(fakeSource('A'));
		const second = it.recorder.switchTo(fakeSource('B'));
		await settle();
		it.slices.runs[0]?.events.failed('encoder');
		it.slices.runs[0]?.events.stopped();
		expect(await first).toMatchObject({ ok: false });
		await it.time.advance(1000);
		expect(it.recorder.state).toMatchObject({ state: 'starting', interrupted: null });
		expect(it.slices.runs).toHaveLength(2);
		it.slices.last.events.started('video/webm');
		expect(await second).toMatchObject({ ok: true });
	});

	test('[P4] what was waiting to start when its source was let go is not recorded', async () => {
		const it = setUpTrack({ track: 'evidence' });
		const source = fakeSource('A');
		await it.recorder.switchTo(source);
		await it.film(1);
		it.slices.slow = true;
		it.slices.last.events.failed('encoder');
		await it.time.advance(0);
		it.recorder.letGo();
		source.close();
		it.slices.last.events.started('video/webm');
		await settle();
		expect(it.recorder.state.state).toBe('interrupted');
		expect(it.slices.last.stopped).toBe(true);
	});
});
