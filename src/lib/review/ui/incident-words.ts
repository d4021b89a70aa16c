// When an incident was, in words. Of one that was never told to be over, whether it goes on depends on the interview.
import type { I18n } from '../../shared/ui/i18n.svelte.ts';
import type { IncidentMark } from '../marks.ts';

/** @param running the interview is still going on */
export function incidentTime(
	{ t, time }: I18n,
	{ at, until }: Pick<IncidentMark, 'at' | 'until'>,
	running: boolean
): string {
	if (until === null)
		return t(running ? 'review.incident.open' : 'review.incident.no-end', { time: time(at) });
	const [from, to] = [time(at), time(until)];
	return from === to ? from : t('span.closed', { from, until: to });
}
