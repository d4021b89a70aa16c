// What the sweep says (P3): one line of advice, and how it goes. Pure.
import type { I18n } from '../../shared/ui/i18n.svelte.ts';
import { faceWasHidden } from '../sweep-faces.ts';
import type { SweepView } from './evidence-view.ts';
import type { PhoneLine } from './phone-lines.ts';

type Words = Pick<I18n, 't' | 'number'>;

/** A screen reader hears of every third sector. */
const SPOKEN_EVERY = 3;

export const seenCount = ({ seen }: Pick<SweepView, 'seen'>): number => seen.filter(Boolean).length;

/** The count that was last worth saying. */
export const spokenCount = (sweep: Pick<SweepView, 'seen'>): number =>
	Math.floor(seenCount(sweep) / SPOKEN_EVERY) * SPOKEN_EVERY;

export function adviceText(sweep: SweepView, { t }: Words): string {
	if (sweep.advice === 'turn' && seenCount(sweep) === 0) return t('evidence.sweep.advice.begin');
	return t(`evidence.sweep.advice.${sweep.advice}`);
}

/** @param share null before the first look, or where nothing looks */
export function faceLine(
	share: number | null,
	detector: SweepView['detector'],
	{ t, number }: Words
): PhoneLine {
	const what = t('evidence.sweep.face.unknown');
	if (share === null)
		return detector === 'failed' || detector === 'off'
			? { state: 'idle', value: what, sub: null }
			: { state: 'busy', value: t('evidence.sweep.face.loading'), sub: null };
	const percent = number(Math.round(share * 100));
	const value = t('evidence.sweep.face.share', { percent });
	return { state: faceWasHidden(share) ? 'attention' : 'ok', value, sub: null };
}

export const speedLine = ({ advice }: SweepView, { t }: Words): PhoneLine =>
	advice === 'slower'
		? { state: 'attention', value: t('evidence.sweep.speed.fast'), sub: null }
		: { state: 'ok', value: t('evidence.sweep.speed.ok'), sub: null };

/** Whole seconds that a timed sweep still takes. */
export const secondsLeft = ({ ms, totalMs }: SweepView): number =>
	Math.max(0, Math.ceil(((totalMs ?? 0) - ms) / 1000));
