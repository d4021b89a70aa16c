// A phone's camera with fakes: the former side is closed before the other is asked for.
import { describe, expect, test } from 'vitest';
import { settle } from '../shared/testing/manual-time.ts';
import { ATTEMPT, bytesOf } from './testing/factories.ts';
import { setUpSource as setUp } from './testing/source-rig.ts';

describe('one camera at a time', () => {
	test('[P4] the former is closed before another is asked for, its part ended in good order', async () => {
		const { it, opens, film, asking, live, vault, slices } = setUp({ oneAtATime: true });
		it.record();
		await opens('back');
		await film(2);
		slices.last.tail = bytesOf(77);
		const turning = it.open('front');
		await settle();
		expect(live()).toEqual([]);
		expect(await vault.parts(ATTEMPT)).toMatchObject([{ stored: 2077, closed: true }]);
		(await asking(1)).give();
		await turning;
		await film(1);
		expect(it.state).toMatchObject({ state: 'live', track: { state: 'recording' } });
		expect(slices.runs.map(({ source }) => source.label)).toEqual(['back', 'front']);
	});

	test('[P4] a side that does not open brings the former back, and says why', async () => {
		const { it, opens, film, asking, live, slices } = setUp({ oneAtATime: true });
		it.record();
		await opens('back');
		await film(2);
		const turning = it.open('front');
		(await asking(1)).refuse();
		(await asking(2)).give();
		await turning;
		await film(1);
		expect(live()).toEqual(['back again']);
		expect(it.state).toMatchObject({ state: 'live', code: 'device.camera-busy' });
		expect(slices.runs.map(({ source }) => source.label)).toEqual(['back', 'back again']);
	});

	test('[P5] neither opens: it is tried again until one does', async () => {
		const { it, time, opens, film, asking, asked } = setUp({ oneAtATime: true });
		it.record();
		await opens('back');
		await film(2);
		const turning = it.open('front');
		(await asking(1)).refuse();
		(await asking(2)).refuse();
		await turning;
		expect(it.state).toMatchObject({ state: 'failed', code: 'device.camera-busy' });
		for (let i = 0; i < 40 && asked.length < 4; i++) await time.advance(500);
		(await asking(3)).give();
		await film(1);
		expect(it.state).toMatchObject({ state: 'live', track: { state: 'recording' } });
	});

	test('[P4] two turns in a row never ask for two cameras', async () => {
		const { it, asking, asked, live } = setUp({ oneAtATime: true });
		const first = it.open('front');
		await settle();
		const second = it.open('back');
		await settle();
		expect(asked).toHaveLength(1);
		(await asking(0)).give();
		(await asking(1)).give();
		await Promise.all([first, second]);
		expect(live()).toEqual(['back']);
	});
});
