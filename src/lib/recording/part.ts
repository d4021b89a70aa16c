// What a recorded part is, and which tracks there are; docs/spec/recording.md.
import * as v from 'valibot';
import { IdField as id, labelField, MillisField as millis, TextField } from '../shared/fields.ts';

/** One recorded stream of an attempt. */
export const TRACKS = ['camera', 'screen', 'evidence'] as const;
export type Track = (typeof TRACKS)[number];

/** What each kind of device records; nobody announces another one's. */
export const TRACKS_OF = {
	desktop: ['camera', 'screen'],
	phone: ['evidence']
} as const satisfies Record<'desktop' | 'phone', readonly Track[]>;

export const isTrackOf = (device: keyof typeof TRACKS_OF, track: Track): boolean =>
	TRACKS_OF[device].some((own) => own === track);

/**
 * MediaRecorder hands over its bytes this often; what it holds at a kill is lost. Shorter than the promised second: on
 * two busy cores the encoder's and the disk's lag come on top (measured: 1.4 s missing with 1000 ms).
 */
export const SLICE_MS = 800;

/**
 * What is true of a part (段) from its first byte: one uninterrupted run of one recorder on one device.
 * Parts are never joined; a track is its parts on a timeline.
 */
export const PartHeaderSchema = v.object({
	/** Chosen by the device, UUID. */
	id,
	attempt: id,
	lease: id,
	track: v.picklist(TRACKS),
	/** As MediaRecorder reports it, codecs included. */
	mime: v.pipe(TextField, v.maxLength(120)),
	/** Server time (ms) of the part's first frame, as estimated on the device. */
	startedAt: millis,
	width: v.number(),
	height: v.number(),
	/** Bits per second asked of the encoder, audio included. */
	bitsPerSecond: v.number(),
	/** Label of the source, for the reviewer; may be empty. */
	source: labelField(200)
});
export type PartHeader = Readonly<v.InferOutput<typeof PartHeaderSchema>>;
