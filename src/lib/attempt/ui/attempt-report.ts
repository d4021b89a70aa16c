// What this computer says of itself with every sign of life (I1): battery, film, backlog, the way to the server.
import { watchBattery, type Battery } from '../../evidence/browser/battery.ts';
import type { AttemptSession } from '../browser/attempt-session.ts';
import { backlogOf, desktopReportOf, type DesktopFacts, type SentPart } from '../desktop-report.ts';

export interface AttemptReport {
	/** The next sign of life carries it. */
	tell(
		film: Pick<DesktopFacts, 'savedTo' | 'safeTo'> & { readonly parts: readonly SentPart[] }
	): void;
	close(): void;
}

export function createAttemptReport(
	session: Pick<AttemptSession, 'clock' | 'report'>
): AttemptReport {
	let battery: Battery | null = null;
	const stopWatching = watchBattery((next) => (battery = next));
	return {
		tell({ savedTo, safeTo, parts }) {
			const errorMs = session.clock.offset()?.errorMs ?? null;
			const backlogBytes = backlogOf(parts);
			session.report(desktopReportOf({ battery, savedTo, safeTo, backlogBytes, errorMs }));
		},
		close: stopWatching
	};
}
