// What the log says of the login checks of one attempt: how many were refused since somebody was last let in, and what
// was answered to each. Pure; the same lines give the same answer, however often it is asked for.
import { MAX_FACE_REFUSALS, type EventData } from '../attempt/events.ts';
import type { FaceVerdict } from './wire.ts';

export type HistoryLine =
	| { readonly type: 'face.checked'; readonly data: EventData<'face.checked'> }
	| { readonly type: 'face.admitted' };

type Answer = Omit<FaceVerdict, 'v'>;

export interface CheckHistory {
	readonly refusals: number;
	/** One of them was not sure. */
	readonly unsure: boolean;
	readonly answers: ReadonlyMap<string, Answer>;
}

export function historyOf(lines: readonly HistoryLine[]): CheckHistory {
	let refusals = 0;
	let unsure = false;
	const answers = new Map<string, Answer>();
	for (const line of lines) {
		const isIn = line.type === 'face.admitted' || line.data.verdict === 'accepted';
		refusals = isIn ? 0 : refusals + 1;
		if (isIn) unsure = false;
		if (line.type === 'face.admitted') continue;
		const { check, fault } = line.data;
		unsure ||= fault === 'unsure';
		answers.set(check, { verdict: verdictOf(line.data, refusals), fault, refusals });
	}
	return { refusals, unsure, answers };
}

function verdictOf(
	{ verdict }: EventData<'face.checked'>,
	refusals: number
): FaceVerdict['verdict'] {
	return verdict === 'again' && refusals >= MAX_FACE_REFUSALS ? 'blocked' : verdict;
}
