// The small pictures of a candidate (I1): how large each may be, and how often one is made. Pure.
import type { PictureTrack } from './staff-wire.ts';

export type DesktopPicture = Exclude<PictureTrack, 'evidence'>;
export const DESKTOP_PICTURES: readonly DesktopPicture[] = ['camera', 'screen'];

/** The server takes none of a track sooner after another. */
export const PICTURES_APART_MS = 2000;

export const MAX_PICTURE_BYTES: Readonly<Record<PictureTrack, number>> = {
	camera: 12 * 1024,
	screen: 12 * 1024,
	evidence: 60 * 1024
};

export interface PictureSize {
	readonly width: number;
	readonly height: number;
}

/** A camera's must show a face, a screen's that something is there: nobody shall read the paper in it. */
const BOXES: Readonly<Record<DesktopPicture, PictureSize>> = {
	camera: { width: 192, height: 144 },
	screen: { width: 320, height: 180 }
};

/** What the server takes: twice as much as is made, and a phone upright is higher than wide. */
export const MAX_PICTURE_SIZE: Readonly<Record<PictureTrack, PictureSize>> = {
	camera: { width: 384, height: 288 },
	screen: { width: 640, height: 360 },
	evidence: { width: 640, height: 1400 }
};

/** As large as its box lets it be, in its own proportions; never larger than it is. */
export function smallSize(track: DesktopPicture, { width, height }: PictureSize): PictureSize {
	const box = BOXES[track];
	const scale = Math.min(1, box.width / width, box.height / height);
	const side = (of: number): number => Math.max(1, Math.round(of * scale));
	return { width: side(width), height: side(height) };
}
