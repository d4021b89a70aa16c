/** The candidate's way, in order. An exam uses a subsequence of it (its *plan*); `docs/spec/attempt.md`. */
export const STAGES = [
	'process',
	'phone',
	'lot',
	'pledge',
	'notice',
	'gate',
	'devices',
	'information',
	'wait',
	'answer',
	'upload',
	'done'
] as const;

export type Stage = (typeof STAGES)[number];

/** Stages that the candidate leaves by confirming them; the others are left by the clock, the end or the upload. */
export const CONFIRMED_STAGES = [
	'process',
	'phone',
	'lot',
	'pledge',
	'notice',
	'gate',
	'devices',
	'information'
] as const satisfies readonly Stage[];

export type ConfirmedStage = (typeof CONFIRMED_STAGES)[number];

export const isBefore = (a: Stage, b: Stage): boolean => STAGES.indexOf(a) < STAGES.indexOf(b);

/** What every plan ends with: the clock and the upload lead through it. */
const ENDING: readonly Stage[] = ['wait', 'answer', 'upload', 'done'];

/** Whether these stages are a way through an interview: in order, each once, entered, waited for, answered, uploaded. */
export function isPlan(stages: readonly Stage[]): boolean {
	const inOrder = stages.every((stage, at) => {
		const before = stages[at - 1];
		return before === undefined || isBefore(before, stage);
	});
	const entered = stages.includes('gate') || stages.includes('devices');
	return inOrder && entered && ENDING.every((stage) => stages.includes(stage));
}

/** The stage after `stage` in this plan; the last one follows itself. */
export function stageAfter(plan: readonly Stage[], stage: Stage): Stage {
	return plan[plan.indexOf(stage) + 1] ?? stage;
}

/** Recording runs from the moment this stage is confirmed (C15). */
export function entryStage(plan: readonly Stage[]): ConfirmedStage {
	return plan.includes('gate') ? 'gate' : 'devices';
}

/** What a candidate is told as "step 2 of 10": the login is the first, what follows the answering is none. */
export const stepsAfterLogin = (plan: readonly Stage[]): Stage[] =>
	plan.filter((stage) => stage !== 'upload' && stage !== 'done');
