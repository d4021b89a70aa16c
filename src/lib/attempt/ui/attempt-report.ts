// What this computer says of itself with every sign of life (I1): battery, film, backlog, the way to the server.
import { watchBattery, type Battery } from '../../evidence/browser/battery.ts';
import type { DesktopState, DesktopTrack } from '../../recording/browser/desktop-recording.ts';
import type { Millis } from '../../shared/clock.ts';
import type { UploadState } from '../../upload/upload-loop.ts';
import type { AttemptSession } from '../browser/attempt-session.ts';
import {
	backlogOf,
	desktopReportOf,
	filmsReach,
	type Reach,
	type SentPart,
	type TrackFilm
} from '../desktop-report.ts';
import { earliest } from '../earliest.ts';

type Uploads = Pick<UploadState, 'parts' | 'tracks'>;

export interface AttemptReport {
	/** The next sign of life carries it. */
	tell(reach: Reach, parts: readonly SentPart[]): void;
	close(): void;
}

export function createAttemptReport(
	session: Pick<AttemptSession, 'clock' | 'report'>
): AttemptReport {
	let battery: Battery | null = null;
	const stopWatching = watchBattery((next) => (battery = next));
	return {
		tell(reach, parts) {
			const errorMs = session.clock.offset()?.errorMs ?? null;
			const backlogBytes = backlogOf(parts);
			session.report(desktopReportOf({ battery, ...reach, backlogBytes, errorMs }));
		},
		close: stopWatching
	};
}

const TRACKS: readonly DesktopTrack[] = ['camera', 'screen'];

/** What the candidate reads is what staff read: a track that is well hides none that is behind. */
export const desktopReach = (recording: DesktopState, uploads: Uploads): Reach =>
	filmsReach(desktopFilms(recording, uploads));

export const desktopFilms = (recording: DesktopState, uploads: Uploads): TrackFilm[] =>
	TRACKS.map((track) => filmOf(track, recording, uploads));

const latest = (times: readonly Millis[]): Millis | null =>
	times.length > 0 ? Math.max(...times) : null;

function filmOf(
	name: DesktopTrack,
	recording: DesktopState,
	{ parts, tracks }: Uploads
): TrackFilm {
	const { track } = recording[name];
	const own = parts.filter((part) => part.track === name && part.bytes > 0);
	// what was filmed just now may not have been seen by the upload yet; what an earlier page filmed only the upload knows
	const stored = track?.storedUntil ?? null;
	const begun = stored === null ? null : track?.part?.startedAt;
	return {
		savedTo: stored ?? latest(own.map(({ startedAt, filmMs }) => startedAt + filmMs)),
		safeTo: tracks.find((one) => one.track === name)?.safeUntil ?? null,
		from: earliest([...own.map(({ startedAt }) => startedAt), begun])
	};
}
