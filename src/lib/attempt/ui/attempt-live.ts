// The candidate's computer shows camera and screen to who watches it (I2), as long as it has the attempt. What that costs
// the recording is live/browser/device-live.ts's to bound; the page says nothing of it, the notice did.
import { liveWhenAsked, type LiveWhenAsked } from '../../live/browser/live-when-asked.ts';
import { loadPeers } from '../../live/browser/load-peers.ts';
import { LIVE_LIMITS } from '../../live/live-limits.ts';
import type { ShownStream } from '../../live/peer.ts';
import type { DesktopRecording, DesktopTrack } from '../../recording/browser/desktop-recording.ts';
import type { UploadLoop } from '../../upload/upload-loop.ts';
import type { AttemptSession } from '../browser/attempt-session.ts';
import { reachOf } from '../desktop-report.ts';
import { desktopFilms } from './attempt-report.ts';

const TRACKS: readonly DesktopTrack[] = ['camera', 'screen'];

export const createAttemptLive = (
	session: AttemptSession,
	desktop: Pick<DesktopRecording, 'state'>,
	uploads: Pick<UploadLoop, 'state'>
): LiveWhenAsked =>
	liveWhenAsked(session, async () => {
		const { createDeviceLive } = await import('../../live/browser/device-live.ts');
		const has = (): boolean => session.view()?.state.lease === session.lease;
		const device = {
			shown: () => (has() ? shownOf(desktop.state) : []),
			flows: () => desktopFilms(desktop.state, uploads.state).map(reachOf)
		};
		const peers = await loadPeers();
		const link = {
			...session,
			connection: () => session.view()?.connection ?? { state: 'connecting' as const }
		};
		return createDeviceLive(link, device, { peers, monotonic: () => performance.now() });
	});

const shownOf = (state: DesktopRecording['state']): ShownStream[] =>
	TRACKS.flatMap((track) => {
		const { source } = state[track];
		return source?.live ? [{ track, stream: source.stream, limit: LIVE_LIMITS[track] }] : [];
	});
