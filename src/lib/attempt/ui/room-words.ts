// Which word and state stand for what is going on. Pure, so that the words can be tested without a page.
import type { MessageKey } from '../../shared/i18n.ts';
import type { State } from '../../shared/ui/states.ts';
import { entryStage, isBefore, stageAfter, stepsAfterLogin, type Stage } from '../stage.ts';
import type { RoomView } from './room-view.ts';

export interface Chip {
	readonly state: State;
	readonly word: MessageKey;
}

type Place = Pick<RoomView, 'stage' | 'plan'>;

/** From entry to the end everything is recorded (C15). */
export const isRecorded = ({ stage, plan }: Place): boolean =>
	isBefore(entryStage(plan), stage) && isBefore(stage, 'upload');

/** A phone is to be bound: a code is shown, or on its way. */
export const needsCode = ({ code, state, waived }: RoomView['phone']): boolean =>
	code !== null || (state === 'unbound' && !waived);

export function screenChip(room: Pick<RoomView, 'screen'> & Place): Chip {
	const { screen, stage } = room;
	if (stage === 'upload' || stage === 'done') return { state: 'idle', word: 'rail.screen.ended' };
	if (screen.state === 'shared') return { state: 'ok', word: 'rail.screen.shared' };
	if (screen.state === 'choosing') return { state: 'busy', word: 'rail.screen.choosing' };
	// before recording it is a thing to do, later it is a loss
	return { state: isRecorded(room) ? 'attention' : 'idle', word: 'rail.screen.off' };
}

const NAMED = [
	'phone',
	'lot',
	'pledge',
	'notice',
	'gate',
	'devices',
	'information',
	'wait'
] as const;

/** A stage's one solid button says what comes next: 【下一步：抽签】. */
export function nextLabel(plan: readonly Stage[], stage: Stage): MessageKey {
	const after = stageAfter(plan, stage);
	const next = NAMED.find((one) => one === after);
	return next ? `next.${next}` : 'next.on';
}

export interface Step {
	readonly step: number;
	readonly steps: number;
}

/** The login was the first step; uploading is no step of the candidate's any more. */
export function stepOf(plan: readonly Stage[], stage: Stage): Step | null {
	const steps = stepsAfterLogin(plan);
	const index = steps.indexOf(stage);
	return index < 0 ? null : { step: index + 2, steps: steps.length + 1 };
}

/** What is still missing before devices can be confirmed, in the order of the page. */
export function missingDevices({ picture, microphone, screen }: DeviceStates): MessageKey[] {
	const missing: MessageKey[] = [];
	if (picture.state !== 'live') missing.push('devices.why.camera');
	if (microphone.state === 'off' || microphone.state === 'lost')
		missing.push('devices.why.microphone');
	if (screen.state !== 'shared') missing.push('devices.why.screen');
	return missing;
}

type DeviceStates = Pick<RoomView, 'picture' | 'microphone' | 'screen'>;
