// Chromium has a battery of its own; what others lack is taken away.
import { afterEach, expect, test, vi } from 'vitest';
import { watchBattery, type Battery } from './battery.ts';

const stops: (() => void)[] = [];
const lack = (name: string, value: unknown): void => {
	Object.defineProperty(navigator, name, { value, configurable: true });
	stops.push(() => void Reflect.deleteProperty(navigator, name));
};
afterEach(() => {
	for (const stop of stops.splice(0)) stop();
	vi.restoreAllMocks();
});

const told = (): Promise<Battery | null> =>
	new Promise((resolve) => stops.push(watchBattery(resolve)));

test('[P2] battery: level and charging, or null where the browser does not tell', async () => {
	const battery = await told();
	expect(battery?.level).toBeGreaterThanOrEqual(0);
	expect(battery?.level).toBeLessThanOrEqual(1);
	expect(typeof battery?.charging).toBe('boolean');
	lack('getBattery', undefined);
	expect(await told()).toBeNull();
	lack('getBattery', () => Promise.reject(new DOMException('policy', 'NotAllowedError')));
	expect(await told()).toBeNull();
});

test('[P2] battery: each change is told until it is ended', async () => {
	const manager = Object.assign(new EventTarget(), { level: 0.5, charging: true });
	lack('getBattery', () => Promise.resolve(manager));
	const seen: (Battery | null)[] = [];
	const stop = watchBattery((battery) => seen.push(battery));
	await expect.poll(() => seen).toHaveLength(1);
	Object.assign(manager, { level: 0.19, charging: false });
	manager.dispatchEvent(new Event('levelchange'));
	stop();
	manager.dispatchEvent(new Event('levelchange'));
	expect(seen).toEqual([
		{ level: 0.5, charging: true },
		{ level: 0.19, charging: false }
	]);
});
