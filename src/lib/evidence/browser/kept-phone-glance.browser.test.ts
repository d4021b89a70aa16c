import { expect, test } from 'vitest';
import { openKeptAttempts } from '../../attempt/browser/kept-attempts.ts';
import type { PhoneState } from '../phone-state.ts';
import { phoneHoldsVersion } from './kept-phone-glance.ts';

const DAY_MS = 86_400_000;
const ENDS = 1_000_000_000_000;

test('[C3] a phone that films, or has film to send, keeps its version for a day after the end at most', async () => {
	const name = crypto.randomUUID();
	expect(await phoneHoldsVersion(ENDS, name)).toBe(false);
	const kept = await openKeptAttempts<PhoneState>(name);
	const device = { attempt: 'a', lease: 'l', token: 't', usedAt: 1 };
	const state = { endsAt: ENDS, endedAt: null, manifest: false } as unknown as PhoneState;
	await kept.put({ ...device, view: null });
	expect(await phoneHoldsVersion(ENDS, name)).toBe(false);
	await kept.put({ ...device, view: state });
	expect(await phoneHoldsVersion(ENDS - 1, name)).toBe(true);
	await kept.put({ ...device, view: { ...state, endedAt: ENDS } });
	expect(await phoneHoldsVersion(ENDS + 1, name)).toBe(true);
	expect(await phoneHoldsVersion(ENDS + DAY_MS, name)).toBe(false);
	await kept.put({ ...device, view: { ...state, endedAt: ENDS, manifest: true } });
	expect(await phoneHoldsVersion(ENDS + 1, name)).toBe(false);
});
