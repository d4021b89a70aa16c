// Ready-made ids, times and events for tests of attempts.
import { initialState, type AttemptState } from '../attempt-state.ts';
import type { AttemptEvent, EventData } from '../events.ts';
import { DEFAULT_RULES, type Frozen } from '../rules.ts';
import { STAGES } from '../stage.ts';
import { transition } from '../transition.ts';

export const STARTS_AT = Date.UTC(2027, 0, 9, 1, 0);
export const ENDS_AT = STARTS_AT + 180_000;
/** While entry is open. */
export const BEFORE = STARTS_AT - 120_000;

const TEXT = { 'zh-CN': '示例', en: 'Sample' };

export const FROZEN: Frozen = {
	sitting: 'sample',
	kind: 'mock',
	startsAt: STARTS_AT,
	endsAt: ENDS_AT,
	rules: { ...DEFAULT_RULES, plan: ['devices', 'wait', 'answer', 'upload', 'done'] },
	texts: {
		title: TEXT,
		guidance: TEXT,
		process: [{ title: TEXT, body: TEXT }],
		pledge: TEXT,
		notice: TEXT,
		prepared: [],
		consent: TEXT,
		supportPhone: '000',
		helpVideo: null
	},
	handInKey: null
};

/** The candidate's whole way. */
export const WHOLE_WAY: Frozen = { ...FROZEN, rules: { ...FROZEN.rules, plan: [...STAGES] } };

export const ATTEMPT = uuid(0xa);

/** A UUID out of a small number, so that failures can be read. */
export function uuid(n: number): string {
	return `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`;
}

export const digest = (n: number): string => n.toString(16).padStart(64, '0');

export function partHeader(id: string, lease: string): EventData<'part.announced'> {
	return {
		id,
		attempt: ATTEMPT,
		lease,
		track: 'camera',
		mime: 'video/webm;codecs=vp8,opus',
		startedAt: BEFORE,
		width: 640,
		height: 480,
		bitsPerSecond: 648_000,
		source: 'fake'
	};
}

export const opened = (lease: string): AttemptEvent => ({
	type: 'lease.opened',
	data: { lease, device: 'desktop' }
});
export const confirmed = { type: 'stage.confirmed', data: { stage: 'devices' } } as const;
/** An event without anything to say, or with what it says. */
export const event = <T extends AttemptEvent['type']>(type: T, data: EventData<T>): AttemptEvent =>
	({ type, data }) as AttemptEvent;
export const confirm = (stage: EventData<'stage.confirmed'>['stage']): AttemptEvent =>
	event('stage.confirmed', { stage });
/** Why it is refused, if it is; a refusal changes nothing. */
export function refusal(state: AttemptState, one: AttemptEvent, at: number): string | undefined {
	const outcome = transition(state, one, at);
	if (outcome.refused && outcome.state !== state) throw new Error('a refusal that changes');
	return outcome.refused?.code;
}
export const isKnown = (state: AttemptState, one: AttemptEvent, at: number): boolean => {
	const outcome = transition(state, one, at);
	return !outcome.refused && outcome.known === true && outcome.state === state;
};

export const announced = (id: string, lease: string): AttemptEvent => ({
	type: 'part.announced',
	data: partHeader(id, lease)
});
export const verified = (id: string, n = 1): AttemptEvent => ({
	type: 'part.verified',
	data: { id, bytes: n, sha256: digest(n) }
});
export const endedBy = (by: 'clock' | 'candidate' | 'staff', at: number): AttemptEvent => ({
	type: 'interview.ended',
	data: { by, at }
});
export const manifest = (lease: string, ids: readonly string[] = [], n = 1): AttemptEvent => ({
	type: 'manifest.closed',
	data: { lease, parts: ids.map((id) => ({ id, track: 'camera', bytes: n, sha256: digest(n) })) }
});

// — the phone (佐证) —
export const openedPhone = (lease: string): AttemptEvent =>
	event('lease.opened', { lease, device: 'phone' });
export const swept = (said: Partial<EventData<'phone.swept'>> = {}): AttemptEvent =>
	event('phone.swept', {
		...{ way: 'sensor', sectors: 11, ms: 30_000, faceShare: 0.8, parts: [] },
		...said
	});
export const filming = (since: number): AttemptEvent => event('phone.filming', { since });
export const interrupted = (
	at: number,
	why: EventData<'phone.interrupted'>['why'] = 'hidden'
): AttemptEvent => event('phone.interrupted', { at, why });
export const stoppedPhone = (at: number): AttemptEvent => event('phone.stopped', { at });
export const phoneAnnounced = (id: string, lease: string): AttemptEvent =>
	event('part.announced', { ...partHeader(id, lease), track: 'evidence' });
export const phoneManifest = (lease: string, ids: readonly string[], n = 1): AttemptEvent =>
	event('manifest.closed', {
		lease,
		parts: ids.map((id) => ({ id, track: 'evidence' as const, bytes: n, sha256: digest(n) }))
	});

/** The state after these events; one that is refused is a mistake in the test. */
export function after(
	steps: readonly (readonly [at: number, event: AttemptEvent])[],
	from: AttemptState = initialState(FROZEN)
): AttemptState {
	let state = from;
	for (const [at, event] of steps) {
		const outcome = transition(state, event, at);
		if (outcome.refused) throw new Error(`${event.type}: ${outcome.refused.code}`);
		state = outcome.state;
		for (const effect of outcome.effects) state = after([[at, effect.append]], state);
	}
	return state;
}
