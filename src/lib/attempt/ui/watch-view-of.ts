// What the candidate is shown of the watch (C25–C32), out of what holds and what was assessed. Pure.
import { COVERS, type Cover, type WatchView } from '../../integrity/ui/watch-view.ts';
import type { Millis } from '../../shared/clock.ts';
import type { IncidentKind } from '../events.ts';
import { NOTICE_MS } from './room-notices.ts';

/** Of an assessed incident, what is told of it. */
type Lately = WatchView['told'][number];

/** What the page has its own place for: overlay, notices, status bar, rail, or an act of the candidate's. */
const TOLD_ELSEWHERE: readonly IncidentKind[] = [
	'page-reloaded',
	'recording-interrupted',
	'recorder-stalled',
	'recording-resumed',
	'device-changed',
	'device-ended',
	'storage-full',
	'connection-lost',
	'second-login',
	'paper-late',
	'phone-interrupted',
	'phone-silent',
	'no-face',
	'several-faces',
	'looking-away',
	'other-face',
	'face-watch-off'
];

/** @param since when the page saw it begin; null = it does not hold */
export function watchViewOf(
	since: (kind: Cover) => Millis | null,
	incidents: readonly Lately[],
	now: Millis
): WatchView {
	const told = incidents.filter((one) => isTold(one, now)).sort((a, b) => b.from - a.from);
	return {
		covers: coversOf(since),
		told: told.map(({ kind, from, until }) => ({ kind, from, until }))
	};
}

const coversOf = (since: (kind: Cover) => Millis | null): WatchView['covers'] =>
	COVERS.flatMap((kind) => {
		const from = since(kind);
		return from === null ? [] : [{ kind, since: from }];
	});

/** While it lasts the cover tells it. */
function isTold({ kind, until }: Lately, now: Millis): boolean {
	if (TOLD_ELSEWHERE.includes(kind)) return false;
	if (until === null) return !(COVERS as readonly IncidentKind[]).includes(kind);
	return now - until < NOTICE_MS;
}
