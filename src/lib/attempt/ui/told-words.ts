// What the page says of what it has just noticed (C27, C28): one quiet notice of two lines, however much it was.
import type { WatchView } from '../../integrity/ui/watch-view.ts';
import type { I18n } from '../../shared/ui/i18n.svelte.ts';
import { incidentWhen } from './incident-words.ts';

export interface Told {
	readonly title: string;
	readonly body: string;
}

/** @param told the newest first */
export function toldWords(
	told: WatchView['told'],
	words: Pick<I18n, 't' | 'time' | 'list' | 'sentences'>
): Told | null {
	const [newest] = told;
	if (!newest) return null;
	const { t, sentences } = words;
	const times = told.filter(({ kind }) => kind === newest.kind).length;
	const others = new Set(told.map(({ kind }) => kind)).size - 1;
	const said = { incident: t(`incident.${newest.kind}`), when: incidentWhen(newest, words) };
	return {
		title: times > 1 ? t('watch.told.times', { ...said, times }) : t('watch.told.one', said),
		body: sentences(
			...(others > 0 ? [t('watch.told.more', { count: others })] : []),
			t('watch.told.recorded')
		)
	};
}
