// One source of a device with fakes: who opens when, and what stays open.
import { describe, expect, test } from 'vitest';
import { settle } from '../shared/testing/manual-time.ts';
import { filmingState, lostSince } from './device-recording.ts';
import { ATTEMPT } from './testing/factories.ts';
import { setUpSource as setUp } from './testing/source-rig.ts';

describe('what is opened too late is closed', () => {
	test('[C23] the end comes while the camera is coming back: it does not stay on', async () => {
		const { it, time, opens, film, asking, asked, live } = setUp();
		it.record();
		const first = await opens('front');
		await film(2);
		first.unplug();
		await time.advance(1);
		expect(it.state).toMatchObject({ state: 'opening', source: null });
		const stopping = it.stop();
		(await asking(1)).give();
		await stopping;
		await settle();
		expect(live()).toEqual([]);
		expect(it.state).toMatchObject({ state: 'off', source: null });
		await time.advance(60_000);
		expect(asked).toHaveLength(2);
	});

	test('[C23] the end comes while a first opening waits for the person', async () => {
		const { it, asking, live } = setUp();
		const opening = it.open('front');
		await it.stop();
		(await asking(0)).give();
		await opening;
		expect(live()).toEqual([]);
		expect(it.state.state).toBe('off');
	});

	test('[C23] the end comes while the recorder is starting', async () => {
		const { it, slices, asking, live, time } = setUp();
		it.record();
		const start = slices.start.bind(slices);
		let run: ReturnType<typeof start> | null = null;
		slices.start = (source, settings, events) =>
			(run = start(source, settings, { ...events, started() {} }));
		const opening = it.open('front');
		(await asking(0)).give();
		await settle();
		expect(run).not.toBeNull();
		const stopping = it.stop();
		await time.advance(6000);
		await Promise.all([stopping, opening]);
		expect(live()).toEqual([]);
		expect(it.state).toMatchObject({ state: 'off', source: null });
	});

	test('[C16] of two choices in a row the second counts, whichever comes first', async () => {
		const { it, asking, live } = setUp();
		const first = it.open('A');
		const second = it.open('B');
		(await asking(1)).give();
		await second;
		(await asking(0)).give();
		await first;
		expect(it.state).toMatchObject({ state: 'live', source: { label: 'B' } });
		expect(live()).toEqual(['B']);
	});

	test('[C23] after an end that was none it opens and records again', async () => {
		const { it, opens, film, vault } = setUp();
		it.record();
		await opens('A');
		await film(1);
		await it.stop();
		await it.open('closed');
		expect(it.state.state).toBe('off');
		it.record();
		await opens('A');
		await film(1);
		await it.stop();
		expect(await vault.parts(ATTEMPT)).toMatchObject([{ closed: true }, { closed: true }]);
	});
});

describe('coming back', () => {
	test('[C15] a touch while the camera comes back by itself joins it: one device, no gap of ours', async () => {
		const { it, time, opens, film, asking, asked, live, slices } = setUp();
		it.record();
		const first = await opens('front');
		await film(2);
		first.unplug();
		await time.advance(1);
		expect(it.state.state).toBe('opening');
		it.comeBack();
		(await asking(1)).give();
		await settle();
		await film(1);
		expect(asked.map(({ choice }) => choice)).toEqual(['front', 'front again']);
		expect(slices.runs).toHaveLength(2);
		expect(live()).toEqual(['front again']);
		expect(it.state).toMatchObject({ state: 'live', track: { state: 'recording' } });
	});

	test('[C16] a choice made while the camera comes back wins; what came late is not recorded', async () => {
		const { it, time, opens, film, asking, live, slices } = setUp();
		it.record();
		const first = await opens('front');
		await film(2);
		first.unplug();
		await time.advance(1);
		const choosing = it.open('other');
		(await asking(2)).give();
		await choosing;
		(await asking(1)).give();
		await film(1);
		await time.advance(10_000);
		expect(live()).toEqual(['other']);
		expect(slices.runs.map(({ source }) => source.label)).not.toContain('front again');
	});

	test('[C15] while a touch is opening it, the recorder does not open it a second time', async () => {
		const { it, time, opens, film, asking, asked, live, slices } = setUp();
		it.record();
		const first = await opens('front');
		await film(2);
		first.unplug();
		await time.advance(1);
		(await asking(1)).refuse();
		await settle();
		expect(it.state).toMatchObject({ state: 'failed', code: 'device.camera-busy' });
		const touch = it.open('touched');
		// the recorder tries every few seconds
		await time.advance(20_000);
		expect(asked).toHaveLength(3);
		(await asking(2)).give();
		await touch;
		await film(1);
		await time.advance(2000);
		expect(live()).toEqual(['touched']);
		expect(slices.runs.map(({ source }) => source.label)).toEqual(['front', 'touched']);
	});

	test('[C15] it is asked for what ran last, not for what was wished first', async () => {
		const { it, opens, time, asked } = setUp();
		await opens('wish');
		const second = await opens('wish 2');
		second.unplug();
		await time.advance(1);
		expect(it.state.code).toBeNull();
		expect(asked.at(-1)?.choice).toBe('wish 2 again');
	});

	test('[C14] a screen waits for the touch', async () => {
		const { it, time, opens, asked, film } = setUp({ track: 'screen', comesBack: null });
		it.record();
		const screen = await opens('screen');
		await film(1);
		screen.unplug();
		it.comeBack();
		await time.advance(60_000);
		expect(asked).toHaveLength(1);
		expect(it.state).toMatchObject({ state: 'failed', code: 'device.screen-refused' });
	});

	test('[P5] muted by the system it is told; given back it films on, as a new part if nothing came meanwhile', async () => {
		const { it, time, opens, film, asked, slices } = setUp({ track: 'evidence' });
		it.record();
		const source = await opens('back');
		await film(2);
		source.mute(true);
		expect(it.state).toMatchObject({ state: 'live', muted: true });
		await time.advance(60_000);
		// it is neither asked for again nor recorded in vain
		expect(asked).toHaveLength(1);
		expect(slices.runs).toHaveLength(1);
		expect(it.state.track?.state).toBe('interrupted');
		source.mute(false);
		await film(1);
		expect(slices.runs).toHaveLength(2);
		expect(it.state).toMatchObject({ muted: false, track: { state: 'recording' } });
	});

	test('[P5] a touch does not wait for a picture that the system never gives back', async () => {
		const { it, opens, film, asking, live } = setUp({ track: 'evidence', oneAtATime: true });
		it.record();
		const source = await opens('back');
		await film(1);
		source.mute(true);
		it.comeBack();
		(await asking(1)).give();
		await film(1);
		expect(live()).toEqual(['back again']);
		expect(it.state).toMatchObject({ muted: false, track: { state: 'recording' } });
	});
});

test('[C15] a browser that can record none of the types shows its picture and says so', async () => {
	const { it, opens } = setUp({ isRecordable: () => false });
	it.record();
	await opens('front');
	expect(it.state).toMatchObject({ state: 'live', code: 'device.unsupported', track: null });
});

test('[P3] a recording that rests leaves the camera open, and is taken up again as a new part', async () => {
	const { it, opens, film, live, vault } = setUp();
	await opens('front');
	it.record();
	await settle();
	await film(2);
	await it.rest();
	expect(live()).toEqual(['front']);
	expect(it.state).toMatchObject({ state: 'live', track: { state: 'stopped' } });
	expect((await vault.parts(ATTEMPT)).map(({ closed }) => closed)).toEqual([true]);
	it.record();
	await settle();
	await film(2);
	expect(it.state).toMatchObject({ state: 'live', track: { state: 'recording' } });
	expect(await vault.parts(ATTEMPT)).toHaveLength(2);
	await it.stop();
	expect(live()).toEqual([]);
});

describe('what is wanted and does not come', () => {
	const filming = ({ it, time }: ReturnType<typeof setUp>) => filmingState(it.state, time.now());

	test('[C29] after a reload a screen that nobody shares again is lost, since the page wanted it', async () => {
		const rig = setUp({ track: 'screen', comesBack: null });
		const { it, time } = rig;
		expect(it.state.wantedSince).toBeNull();
		it.record();
		it.comeBack();
		const wantedAt = time.now();
		expect(filming(rig)).toBe('starting');
		await time.advance(5000);
		expect(filming(rig)).toBe('lost');
		expect(lostSince(it.state, time.now())).toBe(wantedAt);
	});

	test('[C29] once it is shared it is filmed; at the end nothing is missed', async () => {
		const rig = setUp({ track: 'screen', comesBack: null });
		rig.it.record();
		await rig.time.advance(20_000);
		await rig.opens('screen');
		await rig.film(3);
		expect(filming(rig)).toBe('filmed');
		await rig.it.stop();
		await rig.time.advance(20_000);
		expect(filming(rig)).toBe('unasked');
		// the end was none (granted time)
		rig.it.record();
		expect(rig.it.state.wantedSince).toBe(rig.time.now());
		await rig.time.advance(5000);
		expect(filming(rig)).toBe('lost');
	});

	test('[C29] a preview again is not missed', async () => {
		const rig = setUp();
		rig.it.record();
		await rig.opens('front');
		await rig.film(2);
		await rig.it.rest();
		await rig.time.advance(20_000);
		expect(filming(rig)).toBe('unasked');
	});
});
