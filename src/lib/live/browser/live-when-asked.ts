// Waits until somebody wants to see this device (I2), and loads what that takes only then.
import type { DeviceLive, LiveLink } from './device-live.ts';

export interface LiveWhenAsked {
	close(): void;
}

export function liveWhenAsked(
	link: Pick<LiveLink, 'onLive' | 'sayLive'>,
	load: () => Promise<DeviceLive>
): LiveWhenAsked {
	let loading: Promise<DeviceLive> | null = null;
	let closed = false;

	/** In the order in which they come: each waits for the same. */
	const stop = link.onLive((push) => {
		if (!loading && push.type !== 'live') return;
		loading ??= load();
		loading.then(
			(live) => (closed ? live.close() : live.heard(push)),
			() => {
				// no network, or a browser without WebRTC: the next one who asks has it tried again
				loading = null;
				if (push.type === 'live')
					link.sayLive({ type: 'live-ended', viewer: push.viewer, why: 'failed' });
			}
		);
	});
	return {
		close() {
			closed = true;
			stop();
			loading?.then(
				(live) => live.close(),
				() => {}
			);
		}
	};
}
