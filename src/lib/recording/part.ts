/** One recorded stream of an attempt. */
export const TRACKS = ['camera', 'screen', 'evidence'] as const;
export type Track = (typeof TRACKS)[number];

/** MediaRecorder hands over its bytes this often; at a kill at most this much film is lost (findings: 101–953 ms). */
export const SLICE_MS = 1000;

/**
 * What is true of a part (段) from its first byte: one uninterrupted run of one recorder on one device.
 * Parts are never joined; a track is its parts on a timeline.
 */
export interface PartHeader {
	/** Chosen by the device, UUID. */
	readonly id: string;
	readonly attempt: string;
	readonly lease: string;
	readonly track: Track;
	/** As MediaRecorder reports it, codecs included. */
	readonly mime: string;
	/** Server time (ms) of the part's first frame, as estimated on the device. */
	readonly startedAt: number;
	readonly width: number;
	readonly height: number;
	/** Bits per second asked of the encoder, audio included. */
	readonly bitsPerSecond: number;
	/** Label of the source, for the reviewer; may be empty. */
	readonly source: string;
}
