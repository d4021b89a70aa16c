// The phone shows its camera to who watches it (I2). Loaded when somebody asks: nothing of it is on the first pages.
import { createDeviceLive, type DeviceLive } from '../../live/browser/device-live.ts';
import { loadPeers } from '../../live/browser/load-peers.ts';
import { LIVE_LIMITS } from '../../live/live-limits.ts';
import type { PhoneRecording } from '../../recording/browser/phone-recording.ts';
import type { UploadLoop } from '../../upload/upload-loop.ts';
import type { PhoneSession } from '../browser/phone-session.ts';

export interface PhoneLiveOptions {
	readonly session: PhoneSession;
	readonly recording: Pick<PhoneRecording, 'state'>;
	readonly uploads: Pick<UploadLoop, 'state'>;
	/** Of the steps, those in which it may be seen. */
	readonly mayShow: () => boolean;
}

export async function openPhoneLive(options: PhoneLiveOptions): Promise<DeviceLive> {
	const { session, recording, uploads, mayShow } = options;
	const peers = await loadPeers();
	const limit = LIVE_LIMITS.evidence;
	const device = {
		shown() {
			const { source } = recording.state.evidence;
			return mayShow() && source?.live
				? [{ track: 'evidence' as const, stream: source.stream, limit }]
				: [];
		},
		flows: () => [
			{
				savedTo: recording.state.evidence.track?.storedUntil ?? null,
				safeTo: uploads.state.tracks[0]?.safeUntil ?? null
			}
		]
	};
	return createDeviceLive(session, device, { peers, monotonic: () => performance.now() });
}
