// What the page of one candidate says (I2). Pure: a language in, words out.
import type { Millis } from '../../../shared/clock.ts';
import { elapsedClock, remainingClock } from '../../../shared/duration.ts';
import type { I18n } from '../../../shared/ui/i18n.svelte.ts';
import type { State } from '../../../shared/ui/states.ts';
import type { Standing, Step } from '../../candidate-timeline.ts';
import type { CandidateView, CandidateIncident, Wait } from '../../candidate-view.ts';

/** Before the start what is left to it; then to the end; afterwards how long it took. */
export function clockWords(
	{ t }: Pick<I18n, 't'>,
	{ startsAt, endsAt, startedAt, endedAt }: CandidateView['times'],
	now: Millis
): { readonly label: string; readonly text: string } {
	if (endedAt !== null)
		return { label: t('candidate.took'), text: elapsedClock(startedAt ?? endedAt, endedAt) };
	if (now < startsAt)
		return { label: t('candidate.to-start'), text: remainingClock(startsAt, now) };
	return { label: t('candidate.left'), text: remainingClock(endsAt, now) };
}

const WAIT_STATES: Record<Wait['kind'], State> = {
	'device-asking': 'danger',
	'face-asking': 'danger',
	'entry-closed': 'attention',
	'to-judge': 'danger',
	'to-review': 'attention',
	disputed: 'attention',
	unacknowledged: 'attention',
	'upload-outstanding': 'attention'
};
export const waitState = ({ kind }: Wait): State => WAIT_STATES[kind];

export const waitWords = ({ t }: Pick<I18n, 't'>, { kind, count }: Wait): string =>
	t(`candidate.wait.${kind}`, { count });

export const STANDING_STATES: Record<Standing, State> = {
	'to-judge': 'danger',
	'to-review': 'attention',
	violation: 'danger',
	noted: 'attention',
	dismissed: 'idle',
	note: 'idle'
};

/** From when until when, and how long. */
export function incidentSpan(
	{ t, time, length }: Pick<I18n, 't' | 'time' | 'length'>,
	{ at, until }: Pick<CandidateIncident, 'at' | 'until'>,
	now: Millis,
	running: boolean
): string {
	if (until === null)
		return running
			? t('candidate.since', { time: time(at), length: length(now - at) })
			: t('review.incident.no-end', { time: time(at) });
	// shorter is told by its one time
	if (until - at < 1000) return time(at);
	return t('candidate.span', { from: time(at), until: time(until), length: length(until - at) });
}

export function stepWords({ t, time, length }: I18n, step: Step): string {
	const at = time(step.at);
	if (step.kind === 'chapter')
		return t('candidate.step.chapter', { time: at, question: step.question });
	if (step.kind !== 'grant') return `${at} ${t(`review.mark.${step.kind}`)}`;
	const key = step.undone ? 'candidate.step.grant-undone' : 'candidate.step.grant';
	return t(key, { time: at, length: length(step.ms) });
}
