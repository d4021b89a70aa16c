import { expect, test } from 'vitest';
import { FROZEN } from '../testing/events.ts';
import { STAGES } from '../stage.ts';
import { isRecorded, missingDevices, nextLabel, screenChip, stepOf } from './room-words.ts';
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

test('a stage’s button is named by what comes next in this exam’s plan', () => {
	expect(nextLabel(STAGES, 'process')).toBe('next.phone');
	expect(nextLabel(STAGES, 'phone')).toBe('next.lot');
	expect(nextLabel(STAGES, 'notice')).toBe('next.gate');
	expect(nextLabel(['process', 'gate', 'wait', 'answer', 'upload', 'done'], 'process')).toBe(
		'next.gate'
	);
	expect(nextLabel(STAGES, 'done')).toBe('next.on');
});

test('[C15] recorded from the entry on, wherever the plan has it', () => {
	expect(isRecorded({ plan: STAGES, stage: 'gate' })).toBe(false);
	expect(isRecorded({ plan: STAGES, stage: 'devices' })).toBe(true);
	expect(isRecorded({ plan, stage: 'devices' })).toBe(false);
	expect(isRecorded({ plan, stage: 'wait' })).toBe(true);
	expect(isRecorded({ plan: STAGES, stage: 'upload' })).toBe(false);
});
