// One incident in words: on the sheet, in the candidate's own list, on the receipt. What is, never what was done wrong.
import type { IncidentView } from '../../integrity/ui/watch-view.ts';
import type { I18n } from '../../shared/ui/i18n.svelte.ts';
import type { IncidentKind } from '../events.ts';

type Words = Pick<I18n, 't' | 'time' | 'list'>;
type Happened = Pick<IncidentView, 'from' | 'until'>;

/** Its words do not say which of the recordings it was. */
const OF_ANY_TRACK: readonly IncidentKind[] = [
	'recording-interrupted',
	'recording-resumed',
	'device-changed',
	'device-ended',
	'recorder-stalled'
];

/** `09:07:31 至 09:07:40` */
export function incidentWhen({ from, until }: Happened, { t, time }: Words): string {
	if (until === null) return t('span.open', { from: time(from) });
	if (time(from) === time(until)) return time(from);
	return t('span.closed', { from: time(from), until: time(until) });
}

/** What it was, whose recording, how often. */
export function incidentWhat(
	{ kind, track, times }: Pick<IncidentView, 'kind' | 'track' | 'times'>,
	{ t, list }: Words
): string {
	const ofPhone = track === 'evidence' && !kind.startsWith('phone-');
	const named = track !== null && (ofPhone || OF_ANY_TRACK.includes(kind));
	return list([
		t(`incident.${kind}`),
		...(named ? [t(`track.${track}`)] : []),
		...(times > 1 ? [t('incidents.times', { times })] : [])
	]);
}
