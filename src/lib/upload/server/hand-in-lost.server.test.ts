// A hand-in file after staff had declared the rest lost (C24, I5): what comes late still counts.
import { beforeEach, describe, expect, test } from 'vitest';
import { BEFORE, confirmed, endedBy, ENDS_AT, event } from '../../attempt/testing/events.ts';
import { isComplete } from '../hand-in-outcome.ts';
import { handInCounter, headerOf, type Device } from '../testing/hand-in-counter.ts';
import { addPart } from '../testing/sample-hand-in.ts';

const { time, writer, registry, newDevice, fileOf, take, refusal, logOf, stateOf } =
	await handInCounter();

let device: Device;
beforeEach(async () => {
	time.now = BEFORE;
	device = await newDevice();
});

describe('[I5] the rest of the upload was declared lost', () => {
	const lostEvent = event('upload.declared-lost', {});

	async function ended(): Promise<void> {
		await registry.announce({ ...device, scope: 'attempt' }, headerOf(device, 'screen', BEFORE));
		await writer.apply(device.attempt, confirmed);
		time.now = ENDS_AT;
		await writer.apply(device.attempt, endedBy('clock', ENDS_AT));
	}

	test('its file brings it: it is expected again, and complete when that was all', async () => {
		const camera = headerOf(device, 'camera', BEFORE);
		await addPart(device.vault, camera, 5300, 1);
		await writer.apply(device.attempt, confirmed);
		time.now = ENDS_AT;
		await writer.apply(device.attempt, lostEvent);
		expect(await stateOf(device)).toMatchObject({ stage: 'upload', lostAt: ENDS_AT });
		time.now = ENDS_AT + 60_000;
		expect(isComplete(await take(await fileOf(device)))).toBe(true);
		expect(await stateOf(device)).toMatchObject({ stage: 'done', lostAt: null });
		const lines = await logOf(device);
		expect(lines.indexOf('upload.completed')).toBeGreaterThan(
			lines.indexOf('upload.declared-lost')
		);
	});

	test('a file that brings a part of it: it is no longer called lost, and the rest is waited for', async () => {
		await ended();
		await addPart(device.vault, headerOf(device, 'camera', BEFORE), 2500, 1);
		await writer.apply(device.attempt, lostEvent);
		await take(await fileOf(device));
		expect(await stateOf(device)).toMatchObject({ stage: 'upload', lostAt: null });
	});

	test('a file that brings nothing leaves it lost', async () => {
		await addPart(device.vault, headerOf(device, 'camera', BEFORE), 2500, 1);
		await ended();
		const file = await fileOf(device);
		file.fill(0, 600, 700);
		await writer.apply(device.attempt, lostEvent);
		expect(await refusal(file)).toBe('hand-in.damaged');
		expect((await stateOf(device)).lostAt).toBe(ENDS_AT);
	});

	test('a person takes it back, and it can be declared again', async () => {
		await ended();
		await writer.apply(device.attempt, lostEvent);
		const undo = event('act.undone', { act: 'declare-lost' });
		expect((await writer.apply(device.attempt, undo)).ok).toBe(true);
		expect((await stateOf(device)).lostAt).toBeNull();
		expect(await writer.apply(device.attempt, undo)).toMatchObject({
			error: { code: 'act.nothing-to-undo' }
		});
		await writer.apply(device.attempt, lostEvent);
		expect((await stateOf(device)).lostAt).toBe(ENDS_AT);
	});
});
