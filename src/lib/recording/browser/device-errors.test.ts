import { expect, test } from 'vitest';
import { deviceRefusal } from './device-errors.ts';
import { levelOf } from './level-meter.ts';

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
