// The log of an export by itself (C34): its chain, and its content through the reducer. Each fault is told once: what
// stands behind it is judged as if it had been right.
import * as v from 'valibot';
import { initialState, type AttemptState } from '../attempt/attempt-state.ts';
import { chain, CHAIN_ORIGIN, type LogLine } from '../attempt/event-log.ts';
import { EVENT_DATA, type AttemptEvent } from '../attempt/events.ts';
import { FrozenSchema, wholeFrozen, type Frozen } from '../attempt/rules.ts';
import { transition } from '../attempt/transition.ts';
import { canonicalJson } from '../shared/digest.ts';
import { fault, type Fault } from './fault.ts';

/** @param attempt that the file names */
export function chainFaults(lines: readonly LogLine[], attempt: string): Fault[] {
	let next = 0;
	let previous = CHAIN_ORIGIN;
	return lines.flatMap((line) => {
		const { seq } = line;
		const found = [
			...differs('line-missing', next, 'seq', String(next), String(seq)),
			...differs('line-attempt', seq, 'attempt', attempt, line.attempt),
			...differs('line-previous', seq, 'previous', previous, line.previous),
			...differs('line-hash', seq, 'hash', chain(line.previous, line).hash, line.hash)
		];
		next = seq + 1;
		previous = line.hash;
		return found;
	});
}

const differs = (
	code: Fault['code'],
	line: number,
	member: string,
	expected: string,
	found: string
): Fault[] => (expected === found ? [] : [fault(code, { line, member, expected, found })]);

export interface Replayed {
	/** As far as the lines could be taken; null without a beginning that is one. */
	readonly state: AttemptState | null;
	readonly faults: readonly Fault[];
}

export function replay(lines: readonly LogLine[]): Replayed {
	const [first, ...rest] = lines;
	if (first?.type !== 'attempt.frozen')
		return { state: null, faults: [contentFault(first, 'line-type', 'attempt.frozen')] };
	const frozen = frozenIn(first.data);
	if (!frozen) return { state: null, faults: [contentFault(first, 'line-data', null)] };
	let state = initialState(frozen);
	const faults: Fault[] = [];
	for (const line of rest) {
		const taken = takenOrStopped(state, line);
		if ('code' in taken) faults.push(taken);
		else state = taken;
	}
	return { state, faults };
}

const contentFault = (
	line: LogLine | undefined,
	code: 'line-type' | 'line-data',
	expected: string | null
): Fault =>
	fault(code, {
		line: line?.seq ?? 0,
		member: code === 'line-type' ? 'type' : 'data',
		expected,
		found: code === 'line-type' ? (line?.type ?? null) : canonicalJson(line?.data ?? null)
	});

/** What was frozen before a member existed lacks it for ever: it is completed before it is held against today's form. */
function frozenIn(data: unknown): Frozen | null {
	try {
		const whole = wholeFrozen(data as Frozen);
		return v.is(FrozenSchema, whole) ? whole : null;
	} catch {
		return null;
	}
}

/** The reducer is total for what a log can hold; a stranger's file may hold more. */
function takenOrStopped(state: AttemptState, line: LogLine): AttemptState | Fault {
	try {
		return take(state, line);
	} catch (error) {
		return fault('line-stopped', { line: line.seq, member: line.type, found: String(error) });
	}
}

function take(state: AttemptState, line: LogLine): AttemptState | Fault {
	const schema = Object.entries(EVENT_DATA).find(([type]) => type === line.type)?.[1];
	if (!schema) return contentFault(line, 'line-type', null);
	const parsed = v.safeParse(schema as v.GenericSchema, line.data);
	if (!parsed.success) return contentFault(line, 'line-data', parsed.issues[0].message);
	const event = { type: line.type, data: line.data } as AttemptEvent;
	const outcome = transition(state, event, line.serverAt);
	if (!outcome.refused && !outcome.known) return outcome.state;
	const found = outcome.refused?.code ?? 'known';
	return fault('line-refused', { line: line.seq, member: line.type, found });
}
