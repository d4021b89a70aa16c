// How far the film is safe, as the filming page says it (P4). Pure.
import type { I18n } from '../../shared/ui/i18n.svelte.ts';
import type { FilmView } from './evidence-view.ts';
import type { PhoneLine } from './phone-lines.ts';

/** More than this between the phone and the server is worth a word. */
const LAGGING_MS = 30_000;

export function safeLine(
	{ savedTo, safeTo }: Pick<FilmView, 'savedTo' | 'safeTo'>,
	{ t, time }: Pick<I18n, 't' | 'time'>
): PhoneLine {
	if (safeTo === null) return { state: 'busy', value: t('evidence.film.safe-to.none'), sub: null };
	const value = time(safeTo);
	const lagging = savedTo !== null && savedTo - safeTo > LAGGING_MS;
	if (!lagging) return { state: 'ok', value, sub: null };
	return { state: 'attention', value, sub: t('evidence.film.safe-to.lagging') };
}
