// What one viewer may cost a device's uplink at most (I2), beside a recording of 0.55 to 1.05 Mbit/s.
import type { SendLimit } from './peer.ts';
import type { PictureTrack } from './staff-wire.ts';
import type { LiveLevel } from './uplink-governor.ts';

export const LIVE_LIMITS: Readonly<Record<PictureTrack, SendLimit>> = {
	camera: { bitrate: 300_000, frameRate: 10, width: 320 },
	screen: { bitrate: 300_000, frameRate: 5, width: 1280 },
	evidence: { bitrate: 250_000, frameRate: 10, width: 320 }
};

/** Of these limits, at each level that shows anything. */
export const LIVE_SHARE: Readonly<Record<Exclude<LiveLevel, 'none'>, number>> = {
	low: 0.3,
	full: 1
};
