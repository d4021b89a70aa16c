import { expect, test } from 'vitest';
import { DEFAULT_RULES } from '../attempt/rules.ts';
import { needsOf } from './needs.ts';

const HOUR_MS = 3_600_000;
const WITH_PHONE = { ...DEFAULT_RULES, phone: 'required' } as const;

test('[C4] a computer needs half as much again as camera and screen film, with its phone that too', () => {
	expect(needsOf(DEFAULT_RULES, HOUR_MS, 'desktop')).toMatchObject({
		filmKbps: 1048,
		uploadKbps: 1572
	});
	expect(needsOf(WITH_PHONE, HOUR_MS, 'desktop')).toMatchObject({
		filmKbps: 1596,
		uploadKbps: 2394
	});
	expect(needsOf(WITH_PHONE, HOUR_MS, 'phone')).toMatchObject({ filmKbps: 548, uploadKbps: 822 });
});

test('[C4] space for the film from the entry to the end, on the device that makes it', () => {
	const bytes = (kbps: number, ms: number): number => Math.ceil(((kbps * ms) / 8) * 1.2);
	const desktop = needsOf(WITH_PHONE, HOUR_MS, 'desktop');
	expect(desktop.storageBytes).toBeCloseTo(bytes(1048, HOUR_MS + 600_000), -1);
	const phone = needsOf(WITH_PHONE, HOUR_MS, 'phone');
	expect(phone.storageBytes).toBeCloseTo(bytes(548, HOUR_MS + 1_800_000), -1);
});

test('[C4] where no sitting is known an hour is meant; a long one asks for no more battery than there can be', () => {
	expect(needsOf(DEFAULT_RULES, null, 'desktop')).toEqual(
		needsOf(DEFAULT_RULES, HOUR_MS, 'desktop')
	);
	expect(needsOf(DEFAULT_RULES, 15 * 60_000, 'desktop').batteryLevel).toBeCloseTo(0.4625);
	expect(needsOf(DEFAULT_RULES, 8 * HOUR_MS, 'desktop').batteryLevel).toBe(0.9);
});
