// Which container and codecs a track is recorded in: the first of a fixed list that the browser supports; what was
// taken stands in the part's header. VP9 comes late: it starves phones. H.264 in mp4 is what WebKit has.
import type { Track } from './part.ts';

/** A computer: VP8 costs it little and every browser plays it. */
const CAMERA = [
	'video/webm;codecs=vp8,opus',
	'video/webm;codecs=h264,opus',
	'video/webm;codecs=vp9,opus',
	'video/mp4;codecs=avc1.42E01E,mp4a.40.2',
	'video/mp4;codecs=avc1.42E01E,opus',
	'video/mp4',
	'video/webm'
] as const;

const SCREEN = [
	'video/webm;codecs=vp8',
	'video/webm;codecs=h264',
	'video/webm;codecs=vp9',
	'video/mp4;codecs=avc1.42E01E',
	'video/mp4',
	'video/webm'
] as const;

/**
 * A phone: H.264 first, its encoder is a piece of hardware and keeps it cool (P4). Chromium's H.264 in "webm" (it is
 * Matroska) comes in slices as VP8 does; in its mp4 only with every key frame (docs/spec/recording.md), so webm first.
 */
const EVIDENCE = [
	'video/webm;codecs=h264,opus',
	'video/mp4;codecs=avc1.42E01E,mp4a.40.2',
	'video/mp4;codecs=avc1.42E01E,opus',
	'video/webm;codecs=vp8,opus',
	'video/mp4',
	'video/webm;codecs=vp9,opus',
	'video/webm'
] as const;

const TYPES: Readonly<Record<Track, readonly string[]>> = {
	camera: CAMERA,
	screen: SCREEN,
	evidence: EVIDENCE
};

/** In the order of preference. Null when the browser can record none of them ('device.unsupported'). */
export function recordableTypes(
	track: Track,
	isSupported: (mime: string) => boolean
): readonly [string, ...string[]] | null {
	const [first, ...others] = TYPES[track].filter(isSupported);
	return first === undefined ? null : [first, ...others];
}
