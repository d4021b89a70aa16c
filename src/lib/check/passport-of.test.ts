import * as v from 'valibot';
import { expect, test } from 'vitest';
import { PassportSchema } from '../integrity/passport.ts';
import { checkCode, passportOf } from './passport-of.ts';
import { GOOD_FACTS, SAMPLE_NEEDS } from './testing/sample-facts.ts';

const ORIGIN = {
	device: 'desktop',
	salt: 'ab'.repeat(16),
	checkedAt: 1_700_000_000_123.4
} as const;
const made = (facts = GOOD_FACTS, origin = ORIGIN) => passportOf(facts, SAMPLE_NEEDS, origin);

test('[C4] a whole check is a passport that the log takes', () => {
	const passport = made();
	expect(v.safeParse(PassportSchema, passport).success).toBe(true);
	expect(passport).toMatchObject({
		...{ browser: 'Chrome 146', uploadKbps: 6400, latencyMs: 46, clockAheadMs: -400 },
		lines: { camera: 'ok', recording: 'ok' }
	});
});

test('[C31] labels are digests: another salt or device gives others, and nothing is in clear', () => {
	const [one, another] = [made(), made(GOOD_FACTS, { ...ORIGIN, salt: 'cd'.repeat(16) } as never)];
	expect(one?.camera).toMatch(/^[0-9a-f]{64}$/);
	expect(one?.camera).not.toBe(another?.camera);
	expect(one?.camera).not.toBe(one?.microphone);
	expect(JSON.stringify(one)).not.toContain('Integrated Camera');
});

test('[C4] what failed or was not looked at is null, not zero', () => {
	const failed = { failed: 'server.unreachable' } as const;
	const { browser, screens } = GOOD_FACTS;
	const passport = passportOf(
		{ browser, screens, upload: failed, camera: { failed: 'device.camera-missing' } },
		SAMPLE_NEEDS,
		ORIGIN
	);
	expect(v.safeParse(PassportSchema, passport).success).toBe(true);
	expect(passport).toMatchObject({ camera: null, uploadKbps: null, freeBytes: null });
	expect(passport?.lines).toEqual({
		...{ browser: 'ok', camera: 'failed', screens: 'ok', upload: 'failed' }
	});
	expect(passportOf({}, SAMPLE_NEEDS, ORIGIN)).toBeNull();
});

test('[C4] the code is short, can be read out, and differs between two checks', () => {
	const [one, later] = [
		made(),
		made(GOOD_FACTS, { ...ORIGIN, checkedAt: 1_700_000_001_000 } as never)
	];
	if (!one || !later) throw new Error('no passport');
	expect(checkCode(one)).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
	expect(checkCode(one)).toBe(checkCode({ ...one }));
	expect(checkCode(one)).not.toBe(checkCode(later));
});
