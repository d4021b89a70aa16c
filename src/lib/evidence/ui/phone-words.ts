// Words that more than one page of the phone says.
import type { Translate } from '../../shared/i18n.ts';
import type { I18n } from '../../shared/ui/i18n.svelte.ts';
import type { PhoneStep } from '../phone-steps.ts';
import type { PhoneView } from './evidence-view.ts';

/** Filming is no step: nothing is to be done then. */
const NUMBERED: readonly PhoneStep[] = ['check', 'sweep', 'place'];

/** `第 2 步，共 3 步`; one less where this attempt does without the sweep. */
export function stepText({ step, sweep }: Pick<PhoneView, 'step' | 'sweep'>, t: Translate): string {
	const steps = NUMBERED.filter((one) => one !== 'sweep' || sweep !== null);
	return t('room.step', { step: steps.indexOf(step) + 1, steps: steps.length });
}

/** The server's time of day; the header of the pages that run by themselves. */
export const clockText = (now: PhoneView['now'], { time }: Pick<I18n, 'time'>): string =>
	now === null ? '--:--:--' : time(now);
