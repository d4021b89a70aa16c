// The face in an open attempt, with a watch that is a script: when it is wanted, what the log is told, what is shown.
import { flushSync } from 'svelte';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PresenceWatchPorts, WatchNews } from '../../identity/browser/presence-watch.ts';
import type { PresenceKind } from '../../identity/presence-signal.ts';
import type { Signal } from '../../integrity/signal.ts';
import { createDeviceClock } from '../../live/browser/device-clock.ts';
import { initialState, type AttemptState } from '../attempt-state.ts';
import { BEFORE, uuid, WHOLE_WAY } from '../testing/events.ts';
import { createAttemptPresence, type AttemptPresence } from './attempt-presence.svelte.ts';

const REQUIRED = { ...WHOLE_WAY, rules: { ...WHOLE_WAY.rules, face: 'required' } } as const;
const consented = (given: boolean, at = BEFORE - 1000): AttemptState => {
	const fresh = initialState(REQUIRED);
	const consent = { given, version: 'v1', login: null, at };
	return { ...fresh, stage: 'wait', enteredAt: BEFORE, face: { ...fresh.face, consent } };
};

let said: unknown[][];
let signals: Signal[];
let news: WatchNews | null;
let ports: PresenceWatchPorts;
let state: 'idle' | 'waiting' | 'looking' | 'off';
let seen: readonly PresenceKind[];
let closed: boolean;
let presence: AttemptPresence;

beforeEach(() => {
	said = [];
	signals = [];
	[news, state, seen, closed] = [null, 'looking', [], false];
	presence = createAttemptPresence(
		{
			...{ token: 'token', clock: createDeviceClock() },
			async command(...words) {
				said.push(words);
				return uuid(9);
			}
		},
		{ told: (signal) => signals.push(signal) },
		(given) => {
			ports = given;
			return {
				follow: (next) => (news = next),
				state: () => state,
				seen: () => seen,
				close: () => (closed = true)
			};
		}
	);
});
afterEach(() => {
	presence.close();
	expect(closed).toBe(true);
});

const update = (attempt: AttemptState, recording = true): void => {
	presence.update({ state: attempt, recording, stream: null });
	flushSync();
};

describe('[C7, C30] the face is looked at', () => {
	test('while this page records and the candidate agrees', () => {
		update(consented(true));
		expect(news).toMatchObject({ wanted: true, withdrawn: false });
		update(consented(true), false);
		expect(news).toMatchObject({ wanted: false, withdrawn: false });
		update(consented(false));
		expect(news).toMatchObject({ wanted: false, withdrawn: true });
	});

	test('not of whom the exam lets off, and nothing is said of it', () => {
		const attempt = consented(true);
		const { frozen } = attempt;
		const letOff: AttemptState = {
			...attempt,
			frozen: { ...frozen, rules: { ...frozen.rules, face: 'waived' } }
		};
		update(letOff);
		expect(news?.wanted).toBe(false);
		expect(presence.view(letOff)).toBeNull();
	});
});

test('[C30] what is noticed goes to the desk with its picture, by the camera’s track', () => {
	ports.tell({
		...{ id: uuid(7), kind: 'no-face', from: 1, until: null },
		...{ strongest: 3, picture: 'AAAA' }
	});
	expect(signals).toEqual([
		{
			...{ id: uuid(7), kind: 'no-face', from: 1, until: null, track: 'camera' },
			sight: { strongest: 3, picture: 'AAAA' }
		}
	]);
});

describe('[C30] the candidate is told', () => {
	test('whether it is looked at, and the one thing they can see to first', () => {
		update(consented(true));
		expect(presence.view(consented(true))).toEqual({ state: 'looking', trouble: null });
		seen = ['looking-away', 'several-faces'];
		ports.changed();
		expect(presence.view(consented(true))?.trouble).toBe('several-faces');
		state = 'off';
		seen = ['face-watch-off'];
		ports.changed();
		expect(presence.view(consented(true))).toEqual({ state: 'off', trouble: null });
	});

	test('[C7] that they have taken it back; nothing, where they had never agreed', () => {
		expect(presence.view(consented(false, BEFORE + 1))).toEqual({
			state: 'withdrawn',
			trouble: null
		});
		expect(presence.view(consented(false))).toBeNull();
		expect(presence.view(initialState(REQUIRED))).toBeNull();
	});
});

test('[C7] taking it back names the text that was read; twice is once', () => {
	update(consented(true));
	presence.withdraw();
	expect(said).toEqual([['face.consent', { given: false, version: 'v1', login: null }]]);
	update(consented(false));
	presence.withdraw();
	expect(said).toHaveLength(1);
});
