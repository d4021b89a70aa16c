// Which container and codecs a track is recorded in: the first of a fixed list that the browser supports; what was
// taken stands in the part's header. VP8 before VP9: VP9 starves phones. H.264 in mp4 is what WebKit has.
import type { Track } from './part.ts';

const WITH_SOUND = [
	'video/webm;codecs=vp8,opus',
	'video/webm;codecs=h264,opus',
	'video/webm;codecs=vp9,opus',
	'video/mp4;codecs=avc1.42E01E,mp4a.40.2',
	'video/mp4;codecs=avc1.42E01E,opus',
	'video/mp4',
	'video/webm'
] as const;

const SILENT = [
	'video/webm;codecs=vp8',
	'video/webm;codecs=h264',
	'video/webm;codecs=vp9',
	'video/mp4;codecs=avc1.42E01E',
	'video/mp4',
	'video/webm'
] as const;

export const MIME_TYPES = {
	camera: WITH_SOUND,
	screen: SILENT,
	evidence: WITH_SOUND
} as const satisfies Record<Track, readonly string[]>;

/** Null when the browser can record none of them ('device.unsupported'). */
export function pickMime(track: Track, isSupported: (mime: string) => boolean): string | null {
	return MIME_TYPES[track].find(isSupported) ?? null;
}
