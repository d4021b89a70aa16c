import { expect, test } from 'vitest';
import { deviceRefusal } from './device-errors.ts';
import { isNothing, levelOf } from './level-meter.ts';

const named = (name: string): DOMException => new DOMException('x', name);

test('[C14] what the browser says of a device has its code, by device', () => {
	expect(deviceRefusal('camera', named('NotAllowedError')).code).toBe('device.camera-refused');
	expect(deviceRefusal('camera', named('NotReadableError')).code).toBe('device.camera-busy');
	expect(deviceRefusal('camera', named('NotFoundError')).code).toBe('device.camera-missing');
	expect(deviceRefusal('screen', named('NotAllowedError')).code).toBe('device.screen-refused');
	expect(deviceRefusal('screen', named('NotSupportedError')).code).toBe('device.unsupported');
});

test('what is no refusal of a device is thrown on', () => {
	expect(() => deviceRefusal('camera', new RangeError('ours'))).toThrow('ours');
});

test('[C16] the level: silence is 0, a loud tone 1, speech between', () => {
	const tone = (amplitude: number): Float32Array =>
		Float32Array.from({ length: 1024 }, (_, i) => amplitude * Math.sin(i / 5));
	expect(levelOf(tone(0))).toBe(0);
	expect(levelOf(tone(0.9))).toBe(1);
	expect(levelOf(tone(0.05))).toBeCloseTo(0.62, 1);
});

test('[C29] nothing at all is below the last bit of any converter, also while a filter fades', () => {
	const samples = (level: number): Float32Array => new Float32Array(1024).fill(level);
	for (const fading of [0, 2e-9, 9e-37]) expect(isNothing(samples(fading))).toBe(true);
	for (const alive of [1e-6, -3e-5, 0.01]) expect(isNothing(samples(alive))).toBe(false);
	expect(isNothing(samples(0).fill(1e-6, 500, 501))).toBe(false);
});
