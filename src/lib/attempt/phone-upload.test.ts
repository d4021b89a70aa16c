// What the phone owes before the upload is complete.
import { describe, expect, test } from 'vitest';
import { initialState, isUploadComplete } from './attempt-state.ts';
import { phoneOwesManifest } from './phone-transitions.ts';
import {
	after,
	announced,
	BEFORE,
	confirmed,
	endedBy,
	ENDS_AT,
	filming,
	FROZEN,
	manifest,
	opened,
	openedPhone,
	phoneAnnounced,
	phoneManifest,
	refusal,
	STARTS_AT,
	swept,
	uuid,
	verified
} from './testing/events.ts';

const [DESKTOP, PHONE, OTHER] = [uuid(1), uuid(2), uuid(3)];
const NEEDED = { ...FROZEN, rules: { ...FROZEN.rules, phone: 'required' as const } };
const IN = STARTS_AT + 60_000;

const bound = after(
	[
		[BEFORE, opened(DESKTOP)],
		[BEFORE, openedPhone(PHONE)]
	],
	initialState(NEEDED)
);
const entered = after(
	[
		[BEFORE, swept()],
		[BEFORE + 1000, filming(BEFORE + 1000)],
		[BEFORE + 2000, confirmed]
	],
	bound
);

describe('[C24] 上传成功', () => {
	const PART = uuid(11);
	const LATE = uuid(12);
	const filmed = after(
		[
			[IN, phoneAnnounced(PART, PHONE)],
			[ENDS_AT, endedBy('clock', ENDS_AT)],
			[ENDS_AT + 1, verified(PART)],
			[ENDS_AT + 2, manifest(DESKTOP)]
		],
		entered
	);

	test('waits for what the phone in charge names', () => {
		expect(filmed.stage).toBe('upload');
		expect(phoneOwesManifest(filmed)).toBe(true);
		const named = after([[ENDS_AT + 3, phoneManifest(PHONE, [PART])]], filmed);
		expect(named.stage).toBe('done');
		expect(phoneOwesManifest(named)).toBe(false);
	});

	test('waits for a part that it names and nobody has; a late one undoes it', () => {
		const named = after([[ENDS_AT + 3, phoneManifest(PHONE, [PART, LATE])]], filmed);
		expect(named.stage).toBe('upload');
		const late = [
			[ENDS_AT + 4, phoneAnnounced(LATE, PHONE)],
			[ENDS_AT + 5, verified(LATE)]
		] as const;
		expect(after(late, named).stage).toBe('done');
		const done = after([[ENDS_AT + 3, phoneManifest(PHONE, [PART])]], filmed);
		expect(after(late.slice(0, 1), done)).toMatchObject({ stage: 'upload', uploadedAt: null });
		expect(after(late, done).stage).toBe('done');
	});

	test('a phone that has filmed, and of which no part is known, owes it; one that was only bound does not', () => {
		expect(phoneOwesManifest(entered)).toBe(true);
		expect(phoneOwesManifest(bound)).toBe(false);
		const sweepOnly = after([[BEFORE, phoneAnnounced(PART, PHONE)]], bound);
		expect(phoneOwesManifest(sweepOnly)).toBe(true);
	});

	test('parts of a phone that was replaced count, its manifest does not', () => {
		const replaced = after(
			[
				[IN, phoneAnnounced(PART, PHONE)],
				[IN + 1, openedPhone(OTHER)],
				[ENDS_AT, endedBy('clock', ENDS_AT)],
				[ENDS_AT + 1, manifest(DESKTOP)]
			],
			entered
		);
		expect(phoneOwesManifest(replaced)).toBe(false);
		expect(isUploadComplete(replaced)).toBe(false);
		expect(after([[ENDS_AT + 2, verified(PART)]], replaced).stage).toBe('done');
	});

	test('a part is announced under a lease of the device that records its track', () => {
		expect(refusal(entered, announced(PART, PHONE), IN)).toBe('part.not-yours');
		expect(refusal(entered, phoneAnnounced(PART, DESKTOP), IN)).toBe('part.not-yours');
	});
});
