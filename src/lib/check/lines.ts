// The lines of the check as the page shows them (C4): how each stands, what needs care first. Pure.
import { CHECK_LINES, type CheckLine, type Verdict } from '../integrity/passport.ts';
import { belongsTo, type CheckedDevice, type CheckFacts } from './facts.ts';
import type { CheckNeeds } from './needs.ts';
import { judge, type Finding } from './verdicts.ts';

export interface LineStand {
	readonly line: CheckLine;
	/** `waiting`: for the candidate, or for the check to begin. */
	readonly state: 'waiting' | 'running' | Verdict;
	readonly todo: Finding['todo'];
}

export interface LineInput {
	readonly facts: CheckFacts;
	readonly needs: CheckNeeds;
	readonly device: CheckedDevice;
	/** Being measured at the moment. */
	readonly running: readonly CheckLine[];
}

export function lineStands({ facts, needs, device, running }: LineInput): LineStand[] {
	const stands = CHECK_LINES.filter((line) => belongsTo(line, device)).map((line): LineStand => {
		if (running.includes(line)) return { line, state: 'running', todo: null };
		const finding = judge(line, facts, needs);
		if (finding) return { line, state: finding.verdict, todo: finding.todo };
		// open, and nothing heard yet
		const listening = line === 'microphone' && facts.microphone !== undefined;
		return { line, state: listening ? 'running' : 'waiting', todo: null };
	});
	const cares = (stand: LineStand): boolean =>
		stand.state === 'failed' || stand.state === 'attention';
	return [...stands.filter(cares), ...stands.filter((stand) => !cares(stand))];
}

export type Summary =
	| { readonly kind: 'untouched' | 'running' | 'ready' }
	/** So many lines need care, or wait for the candidate. */
	| { readonly kind: 'troubled' | 'waiting'; readonly count: number };

/** What the heading says. */
export function summaryOf(stands: readonly LineStand[], started: boolean): Summary {
	const count = (...states: LineStand['state'][]): number =>
		stands.filter(({ state }) => states.includes(state)).length;
	const troubled = count('failed', 'attention');
	if (!started && troubled === 0) return { kind: 'untouched' };
	if (count('running') > 0 && troubled === 0) return { kind: 'running' };
	if (troubled > 0) return { kind: 'troubled', count: troubled };
	const waiting = count('waiting');
	return waiting > 0 ? { kind: 'waiting', count: waiting } : { kind: 'ready' };
}
