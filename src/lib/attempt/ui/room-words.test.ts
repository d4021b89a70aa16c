import { expect, test } from 'vitest';
import { FROZEN } from '../testing/events.ts';
import { missingDevices, screenChip, stepOf } from './room-words.ts';
import { sampleRoom } from './testing/sample-room.ts';

const { plan } = FROZEN.rules;
const stream = {} as MediaStream;

test('the counter counts the login and the stages of this exam, not the upload', () => {
	expect(stepOf(plan, 'devices')).toEqual({ step: 2, steps: 4 });
	expect(stepOf(plan, 'answer')).toEqual({ step: 4, steps: 4 });
	expect(stepOf(plan, 'upload')).toBeNull();
});

test('[C16] devices are confirmed with camera, microphone and whole screen, and not before', () => {
	expect(missingDevices(sampleRoom())).toEqual([
		'devices.why.camera',
		'devices.why.microphone',
		'devices.why.screen'
	]);
	const live = { state: 'live', stream, recordingSince: null, trouble: null } as const;
	const ready = sampleRoom({
		picture: live,
		microphone: { state: 'silent', level: 0 },
		screen: { state: 'shared' }
	});
	expect(missingDevices(ready)).toEqual([]);
});

test('[C16] a wrong share is as good as none', () => {
	const room = sampleRoom({ screen: { state: 'failed', code: 'device.screen-not-whole' } });
	expect(missingDevices(room)).toContain('devices.why.screen');
});

test('[C29] an ended share is a loss while recording, and nothing before it', () => {
	const off = { state: 'off' } as const;
	expect(screenChip(sampleRoom({ stage: 'gate', screen: off })).state).toBe('idle');
	expect(screenChip(sampleRoom({ stage: 'answer', screen: off })).state).toBe('attention');
	expect(screenChip(sampleRoom({ stage: 'upload', screen: off })).word).toBe('rail.screen.ended');
});
