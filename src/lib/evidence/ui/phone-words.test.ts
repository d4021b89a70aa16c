// What the phone's pages say, from what they are given: the rules behind the pictures.
import { describe, expect, test } from 'vitest';
import { DEFAULT_LOCALE } from '../../shared/i18n.ts';
import type { MessageKey, Params } from '../../shared/i18n.ts';
import { groupedCode } from './code-groups.ts';
import { filmClock } from './film-clock.ts';
import { safeLine } from './film-lines.ts';
import { filmLead, mustResume } from './film-words.ts';
import { finishLine } from './finish-lines.ts';
import { batteryLine, deviceLine, networkLine, storageLine } from './phone-lines.ts';
import { phoneError } from './phone-error.ts';
import { stepText } from './phone-words.ts';
import { adviceText, faceLine, secondsLeft, spokenCount } from './sweep-words.ts';
import {
	ALL_SENT,
	ENDS_AT,
	MINUTE_MS,
	samplePhone,
	sampleUpload,
	STARTS_AT,
	SWEEP,
	swept
} from './testing/sample-phone.ts';

/** Names the message instead of saying it. */
const t = (key: MessageKey, params: Params = {}): string =>
	[key, ...Object.values(params)].join(' ');
const words = {
	t,
	error: (code: string) => code,
	number: (value: number, digits = 0) => value.toFixed(digits),
	megabytes: (bytes: number) => (bytes / 1e6).toFixed(1),
	length: String,
	time: (at: number) =>
		new Date(at).toLocaleTimeString(DEFAULT_LOCALE, { timeZone: 'UTC', hourCycle: 'h23' })
};

describe('[P1] a typed code', () => {
	test.each([
		['7z3k9abcde', '7Z3K9-ABCDE'],
		['7z3k9 - abcde', '7Z3K9-ABCDE'],
		['７ｚ３ｋ９ａ', '7Z3K9-A'],
		['7Z3K9-', '7Z3K9'],
		['', ''],
		['https://kaoshi.example/evidence#7Z3K9-ABCDE', 'https://kaoshi.example/evidence#7Z3K9-ABCDE']
	])('%s becomes %s', (typed, grouped) => {
		expect(groupedCode(typed)).toBe(grouped);
	});
});

describe('[P2] the check', () => {
	test('the steps are counted without a sweep that is not asked for', () => {
		const place = samplePhone({ step: 'place' });
		expect(stepText(place, t)).toBe('room.step 3 3');
		expect(stepText({ ...place, sweep: null }, t)).toBe('room.step 2 2');
	});
	test('what the browser does not tell is not called wrong', () => {
		expect(batteryLine({ state: 'unknown' }, words).state).toBe('idle');
		expect(storageLine({ state: 'unknown' }, words).state).toBe('idle');
	});
	test('each trouble says what to do', () => {
		const low = { state: 'low', level: 0.144, charging: false } as const;
		expect(batteryLine(low, words)).toEqual({
			state: 'attention',
			value: 'evidence.check.battery.level 14',
			sub: 'evidence.check.battery.low.sub'
		});
		for (const device of ['refused', 'missing', 'in-use'] as const)
			expect(deviceLine(device, words)).toMatchObject({
				state: 'danger',
				sub: `evidence.check.device.${device}.sub`
			});
	});
	test('space is told in the unit that fits', () => {
		const at = (freeBytes: number) =>
			storageLine({ state: 'ok', neededBytes: 1, freeBytes }, words).value;
		expect([at(90_000_000), at(8_400_000_000)]).toEqual([
			'size.megabytes 90.0',
			'evidence.check.gigabytes 8.4'
		]);
	});
	test('a lost connection outweighs a check that was good', () => {
		const lost = { state: 'lost', since: STARTS_AT } as const;
		expect(networkLine('ok', lost, words).value).toBe('status.lost 01:00:00');
		expect(networkLine('slow', { state: 'connected' }, words).state).toBe('ok');
	});
});

test('[P2] what failed is said in words that fit a phone', () => {
	expect(phoneError('device.storage-full', words)).toBe('evidence.error.device.storage-full');
	expect(phoneError('evidence.code-used', words)).toBe('evidence.code-used');
});

describe('[P3] the sweep', () => {
	test('is told to a screen reader at every third sector only', () => {
		expect([2, 3, 4, 5, 6, 12].map((count) => spokenCount(swept(count)))).toEqual([
			0, 3, 3, 3, 6, 12
		]);
	});
	test('begins with another word than it goes on', () => {
		expect(adviceText(SWEEP, words)).toBe('evidence.sweep.advice.begin');
		expect(adviceText({ ...SWEEP, ...swept(1) }, words)).toBe('evidence.sweep.advice.turn');
		expect(adviceText({ ...SWEEP, advice: 'upright' }, words)).toBe(
			'evidence.sweep.advice.upright'
		);
	});
	test('a phone that cannot look for a face is not blamed for it', () => {
		expect(faceLine(null, 'failed', words).state).toBe('idle');
		expect(faceLine(null, 'loading', words).state).toBe('busy');
		expect(faceLine(0.41, 'ready', words).state).toBe('attention');
		expect(faceLine(0.92, 'ready', words)).toMatchObject({
			state: 'ok',
			value: 'evidence.sweep.face.share 92'
		});
	});
	test('timed, it says what is left in whole seconds, never less than none', () => {
		const left = (ms: number) => secondsLeft({ ...SWEEP, ms, totalMs: 36_000 });
		expect([left(0), left(20_500), left(40_000)]).toEqual([36, 16, 0]);
	});
});

describe('[P4] the clock of the filming phone', () => {
	const clock = (now: number | null, state: 'before' | 'waiting' | 'answering' | 'over') =>
		filmClock({ now, sitting: { startsAt: STARTS_AT, endsAt: ENDS_AT, state, endedAt: null } });
	test('counts to the start, then to the end, then not at all', () => {
		expect(clock(STARTS_AT - 8 * MINUTE_MS, 'waiting')).toEqual({
			...{ phase: 'to-start', text: '08:00' }
		});
		expect(clock(STARTS_AT + 46_000, 'answering')).toEqual({
			...{ phase: 'remaining', text: '29:14' }
		});
		expect(clock(ENDS_AT, 'over')).toBeNull();
	});
	test('a candidate who is late does not stop it', () => {
		expect(clock(STARTS_AT + MINUTE_MS, 'before')?.phase).toBe('remaining');
	});
	test('without the time it waits', () => {
		expect(clock(null, 'answering')).toEqual({ phase: 'remaining', text: null });
	});
});

describe('[P5] film that is safe, and film that is not', () => {
	test('the server far behind is worth a word', () => {
		const savedTo = STARTS_AT;
		expect(safeLine({ savedTo, safeTo: savedTo - 4_000 }, words).state).toBe('ok');
		expect(safeLine({ savedTo, safeTo: savedTo - 44_000 }, words).state).toBe('attention');
		expect(safeLine({ savedTo, safeTo: null }, words).state).toBe('busy');
	});
	test('an interruption says since when, and asks for a touch until it is over', () => {
		const phone = samplePhone();
		const film = { ...phone.film, state: 'interrupted', interruptedAt: STARTS_AT } as const;
		const broken = { ...phone, film };
		expect(filmLead(broken, words)).toBe('evidence.film.interrupted.since 01:00:00');
		expect(mustResume(broken)).toBe(true);
		const over = { ...phone.sitting, state: 'over' } as const;
		expect(mustResume({ ...broken, sitting: over })).toBe(false);
	});
});

describe('[P6] the checklist', () => {
	const facts = samplePhone({ film: { ...samplePhone().film, state: 'stopped' } });
	const uploading = { ...facts.finish, state: 'uploading' } as const;
	test('is never full before it is verified', () => {
		const sent = sampleUpload({ sentBytes: 168_000_000, state: 'checking' });
		const line = finishLine('server', { ...facts, finish: uploading, upload: sent }, words);
		expect(line).toMatchObject({ state: 'busy', value: 'evidence.check.battery.level 99' });
	});
	test('ticks what is known, and only that', () => {
		const states = (phone: typeof facts) =>
			(['film', 'server', 'desktop', 'keep'] as const).map(
				(name) => finishLine(name, phone, words).state
			);
		expect(states({ ...facts, finish: uploading, upload: sampleUpload() })).toEqual([
			...['ok', 'busy', 'busy', 'idle']
		]);
		const done = { ...uploading, state: 'done', desktopDone: true, published: true } as const;
		expect(states({ ...facts, finish: done, upload: ALL_SENT })).toEqual(['ok', 'ok', 'ok', 'ok']);
		const filming = { ...facts, film: { ...facts.film, state: 'filming' as const } };
		expect(states(filming)[0]).toBe('attention');
	});
});
