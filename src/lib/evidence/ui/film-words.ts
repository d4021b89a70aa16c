// The state of the film in one line, and what a person has to know of it (P4–P6). Pure.
import type { I18n } from '../../shared/ui/i18n.svelte.ts';
import type { FilmView, PhoneView } from './evidence-view.ts';

type Words = Pick<I18n, 't' | 'time'>;

export function filmTitle({ state }: FilmView, { t }: Words): string {
	return t(`evidence.film.${state === 'idle' ? 'starting' : state}`);
}

export function filmLead({ film, sitting }: PhoneView, { t, time }: Words): string {
	const over = sitting.state === 'over';
	if (over) return t('evidence.film.over.lead');
	if (film.state !== 'interrupted' && film.state !== 'stopped') return t('evidence.film.leave');
	if (film.interruptedAt === null) return t(`evidence.film.${film.state}.body`);
	return t(`evidence.film.${film.state}.since`, { time: time(film.interruptedAt) });
}

/** It does not film, and it should: a touch brings it back. */
export const mustResume = ({ film, sitting }: PhoneView): boolean =>
	sitting.state !== 'over' && (film.state === 'interrupted' || film.state === 'stopped');
