import { describe, expect, test } from 'vitest';
import type { HeardPhone, PhoneReport } from '../../live/wire.ts';
import { initialState, type AttemptState, type PhoneFacet } from '../attempt-state.ts';
import {
	after,
	announced,
	BEFORE,
	digest,
	event,
	opened,
	STARTS_AT,
	uuid,
	verified,
	WHOLE_WAY
} from '../testing/events.ts';
import {
	phoneOnReceipt,
	phoneStateView,
	PHONE_SILENT_MS,
	type PhoneFacts
} from './phone-state-view.ts';

const FROZEN = { ...WHOLE_WAY, rules: { ...WHOLE_WAY.rules, phone: 'required' } } as const;
const PHONE = uuid(0xf);
const FIRST = uuid(0x20);
const BOUND = BEFORE + 1000;
const NOW = BOUND + 600_000;
const REPORT: PhoneReport = {
	...{ page: 'filming', battery: null, sectors: null, faceShare: null },
	...{ savedTo: null, safeTo: null, awake: null }
};
const heard = (page: PhoneReport['page'], ago = 1000): HeardPhone => ({
	at: NOW - ago,
	report: { ...REPORT, page },
	pictureAt: null
});

const bound = after(
	[
		[BEFORE, opened(uuid(1))],
		[BOUND, event('lease.opened', { lease: PHONE, device: 'phone' })]
	],
	initialState(FROZEN)
);
const as = (phone: PhoneFacet, interruptedAt: number | null = null): AttemptState => ({
	...bound,
	phone,
	evidence: { ...bound.evidence, filmingSince: BOUND, interruptedAt }
});
const view = (state: AttemptState, facts: Partial<PhoneFacts> = {}) =>
	phoneStateView(state, {
		...{ heard: null, now: NOW, listeningSince: BEFORE, picture: null, code: null },
		...facts
	});

describe('[C11] what is told of the phone', () => {
	test.each([
		['unbound', initialState(FROZEN), null],
		['waived', initialState(WHOLE_WAY), null],
		['checking', as('bound'), null],
		['checking', as('bound'), heard('check')],
		['sweeping', as('bound'), heard('sweep')],
		['placing', as('bound'), heard('place')],
		// its film has begun, the log does not say so yet
		['placing', as('bound'), heard('filming')],
		['filming', as('filming'), heard('filming')],
		['interrupted', as('filming'), heard('interrupted')],
		['interrupted', as('interrupted', NOW - 2000), heard('interrupted')],
		['interrupted', as('interrupted', NOW - 2000), null],
		['silent', as('filming'), heard('filming', PHONE_SILENT_MS + 1)],
		['silent', as('bound'), heard('sweep', PHONE_SILENT_MS + 1)],
		['stopped', as('stopped'), heard('stopped')]
	] as const)('%s', (state, log, last) => {
		expect(view(log, { heard: last }).state).toBe(state);
	});

	test('a person has waived it: told beside whatever a bound phone does', () => {
		const waivedLater = { ...as('filming'), phoneWaived: true };
		expect(view(waivedLater, { heard: heard('filming') })).toMatchObject({
			...{ state: 'filming', waived: true, ready: true }
		});
		expect(view(as('bound')).waived).toBe(false);
		expect(view(initialState(WHOLE_WAY))).toMatchObject({ waived: true, ready: true });
	});

	test('what another phone said before this one was bound is not its word', () => {
		const last = { ...heard('filming'), at: BOUND - 1 };
		expect(view(as('bound'), { heard: last })).toMatchObject({ state: 'checking', heard: null });
	});

	test('the way on needs a sweep where the exam asks for it, and film', () => {
		expect(view(as('bound')).ready).toBe(false);
		expect(view(as('filming'), { heard: heard('filming') }).ready).toBe(false);
		const swept = after(
			[[NOW, event('phone.swept', { way: 'sensor', sectors: 12, ms: 1, faceShare: 1, parts: [] })]],
			as('filming')
		);
		expect(view(swept)).toMatchObject({ ready: true, sweepNeeded: true, sweep: { sectors: 12 } });
	});
});

describe('[C33, P5] silence', () => {
	test('is counted from the last word', () => {
		const last = heard('filming', 12_000);
		expect(view(as('filming'), { heard: last })).toMatchObject({ since: last.at, cutOff: false });
	});

	test('is not the phone’s when this computer has just begun to listen', () => {
		const late = { heard: heard('filming', 12_000), listeningSince: NOW - 1000 };
		expect(view(as('filming'), late).state).toBe('filming');
		expect(view(as('filming'), { listeningSince: NOW - 1000 }).state).toBe('filming');
		expect(view(as('filming'), { listeningSince: NOW - 5000 }).state).toBe('silent');
	});

	test('through our own lost connection is told as such', () => {
		expect(view(as('filming'), { heard: heard('filming'), listeningSince: null })).toMatchObject({
			...{ state: 'silent', cutOff: true, since: NOW - 1000 }
		});
		expect(view(as('stopped'), { listeningSince: null })).toMatchObject({ state: 'stopped' });
	});

	test('what the phone or the server has said itself is not called silence', () => {
		const log = as('interrupted', NOW - 125_000);
		expect(view(log, { heard: heard('interrupted', 120_000) })).toMatchObject({
			...{ state: 'interrupted', since: NOW - 125_000 }
		});
		// the server noted that it fell silent: still silent, since its last word
		expect(view(log, { heard: heard('filming', 125_000) }).state).toBe('silent');
	});

	test('nothing is called silent before the clock was asked', () => {
		expect(view(as('filming'), { now: null }).state).toBe('filming');
	});
});

describe('[P6] after it was stopped', () => {
	const part = announced(FIRST, PHONE);
	const film = { ...part, data: { ...part.data, track: 'evidence' } } as typeof part;
	const ended = { at: STARTS_AT, by: 'candidate' } as const;
	const manifest = event('manifest.closed', {
		lease: PHONE,
		parts: [{ id: FIRST, track: 'evidence', bytes: 1, sha256: digest(1) }]
	});
	const stopped = after([[NOW, film]], { ...as('stopped'), ended, stage: 'upload' });

	test('uploaded when all it has named has arrived, not before', () => {
		expect(view(stopped)).toMatchObject({ state: 'stopped', missingParts: 1 });
		const named = after([[NOW, manifest]], stopped);
		expect(view(named)).toMatchObject({ state: 'stopped', missingParts: 1 });
		const arrived = after([[NOW, verified(FIRST)]], named);
		expect(view(arrived)).toMatchObject({ state: 'uploaded', missingParts: 0 });
	});

	test('[C24] the receipt says the same', () => {
		expect(phoneOnReceipt(stopped)).toBe('incomplete');
		const arrived = after(
			[
				[NOW, manifest],
				[NOW, verified(FIRST)]
			],
			stopped
		);
		expect(phoneOnReceipt(arrived)).toBe('uploaded');
		expect(phoneOnReceipt({ ...arrived, phoneWaived: true })).toBe('uploaded');
	});

	test('[C24] without film: waived, or still owed; nothing is said where the exam has no phone', () => {
		expect(phoneOnReceipt(initialState(WHOLE_WAY))).toBeNull();
		expect(phoneOnReceipt(initialState(FROZEN))).toBe('incomplete');
		expect(phoneOnReceipt({ ...initialState(FROZEN), phoneWaived: true })).toBe('waived');
		expect(phoneOnReceipt(as('filming'))).toBe('incomplete');
	});

	test('the computer’s own parts are not the phone’s', () => {
		const own = after([[NOW, announced(uuid(0x30), uuid(1))]], as('stopped'));
		expect(view(own).missingParts).toBe(0);
	});
});
