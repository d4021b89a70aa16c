// In which order the incidents of one attempt stand (I2): what waits for a person first, the newest before the older; what is
// only noted last. While somebody is at the list nothing moves under their hand. Pure.
import { standingOf, type Standing } from './candidate-timeline.ts';
import type { CandidateIncident } from './candidate-view.ts';

const FIRST: readonly Standing[] = ['to-judge', 'to-review'];

const rank = (incident: CandidateIncident): number => {
	if (FIRST.includes(standingOf(incident))) return 0;
	return incident.severity === 'note' ? 2 : 1;
};

/** @returns keys */
export const byUrgency = (incidents: readonly CandidateIncident[]): string[] =>
	incidents
		.toSorted((a, b) => rank(a) - rank(b) || b.at - a.at || a.key.localeCompare(b.key))
		.map(({ key }) => key);

/** @param shown as they stand before somebody; @param held somebody is at them: what is new comes last */
export function heldOrder(
	shown: readonly string[],
	wanted: readonly string[],
	held: boolean
): readonly string[] {
	if (!held) return wanted;
	const there = new Set(wanted);
	const before = new Set(shown);
	return [...shown.filter((key) => there.has(key)), ...wanted.filter((key) => !before.has(key))];
}
