// Chromium's own events; the question of an iPhone is put in its place.
import { afterEach, expect, test, vi } from 'vitest';
import type { Attitude } from '../heading.ts';
import { watchOrientation } from './orientation.ts';

const tell = (attitude: DeviceOrientationEventInit): void => {
	dispatchEvent(new DeviceOrientationEvent('deviceorientation', attitude));
};
const stops: (() => void)[] = [];
afterEach(() => {
	for (const stop of stops.splice(0)) stop();
	Reflect.deleteProperty(DeviceOrientationEvent, 'requestPermission');
	vi.useRealTimers();
});

async function watching() {
	const told: Attitude[] = [];
	const noSensor = vi.fn();
	const watch = await watchOrientation({ told: (attitude) => told.push(attitude), noSensor });
	if (watch.ok) stops.push(watch.value);
	return { told, noSensor, watch };
}

test('[P3] attitudes are told until it is ended', async () => {
	const { told, watch } = await watching();
	tell({ alpha: 10, beta: 80, gamma: -3 });
	if (watch.ok) watch.value();
	tell({ alpha: 11, beta: 80, gamma: -3 });
	expect(told).toEqual([{ alpha: 10, beta: 80, gamma: -3 }]);
});

test('[P3] nulls are no sensor: after 2 s of silence it is said once', async () => {
	vi.useFakeTimers();
	const { told, noSensor } = await watching();
	tell({ alpha: null, beta: null, gamma: null });
	vi.advanceTimersByTime(1_999);
	expect(noSensor).not.toHaveBeenCalled();
	vi.advanceTimersByTime(1);
	expect(noSensor).toHaveBeenCalledOnce();
	expect(told).toEqual([]);
});

test('[P3] a phone that tells is not reported as silent', async () => {
	vi.useFakeTimers();
	const { noSensor } = await watching();
	tell({ alpha: 0, beta: 0, gamma: 0 });
	vi.advanceTimersByTime(10_000);
	expect(noSensor).not.toHaveBeenCalled();
});

test.each([
	['refused', () => Promise.resolve('denied')],
	['asked outside a tap', () => Promise.reject(new DOMException('no gesture', 'NotAllowedError'))]
])('[P3] an iPhone: %s', async (_, requestPermission) => {
	Object.assign(DeviceOrientationEvent, { requestPermission });
	const { told, watch } = await watching();
	tell({ alpha: 1, beta: 2, gamma: 3 });
	expect(watch).toEqual({ ok: false, error: 'evidence.sensor-refused' });
	expect(told).toEqual([]);
});

test('[P3] an iPhone is asked at once, inside the tap, and told when granted', async () => {
	const asked = vi.fn(() => Promise.resolve('granted'));
	Object.assign(DeviceOrientationEvent, { requestPermission: asked });
	const opening = watching();
	expect(asked).toHaveBeenCalledOnce();
	const { told } = await opening;
	tell({ alpha: 1, beta: 2, gamma: 3 });
	expect(told).toHaveLength(1);
});
