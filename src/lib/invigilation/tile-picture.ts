// What stands in the place of one small picture of a tile (I1): the picture, how old it is, or in words why there is none.
// Pure.
import { isBefore } from '../attempt/stage.ts';
import type { PictureTrack } from '../live/staff-wire.ts';
import type { Millis } from '../shared/clock.ts';
import type { Tile } from './tile.ts';
import { isCutOff } from './tile-need.ts';

/** A picture comes every 5 s; from this age on it says so. */
export const OLD_AFTER_MS = 15_000;

/** The picture itself, as it is asked for. */
export interface FetchedPicture {
	/** When it came, server ms. */
	readonly at: Millis;
	readonly blob: Blob;
}

export type WhyNoPicture =
	| 'not-begun'
	| 'not-entered'
	| 'over'
	| 'cut-off'
	| 'phone-waived'
	| 'phone-unbound'
	| 'phone-bound'
	| 'phone-interrupted'
	| 'phone-stopped'
	| 'none-yet';

export type PictureView =
	| { readonly kind: 'fresh' }
	| { readonly kind: 'old'; readonly ageMs: number; readonly why: WhyNoPicture | null }
	| { readonly kind: 'none'; readonly why: WhyNoPicture };

/** Whose picture it is: a tile, or the candidate of a page. */
export type PictureSource = Pick<Tile, 'desktop' | 'phone' | 'stage'>;

/**
 * @param at when the picture came that is at hand; null = none is
 * @param judgedAt when the page last saw: it is not the device that has been silent since
 */
export function pictureView(
	tile: PictureSource,
	track: PictureTrack,
	at: Millis | null,
	now: Millis,
	judgedAt: Millis = now
): PictureView {
	const why = whyNoPicture(tile, track, judgedAt);
	if (at === null) return { kind: 'none', why: why ?? 'none-yet' };
	const ageMs = Math.max(0, now - at);
	return ageMs > OLD_AFTER_MS ? { kind: 'old', ageMs, why } : { kind: 'fresh' };
}

function whyNoPicture(tile: PictureSource, track: PictureTrack, now: Millis): WhyNoPicture | null {
	const { stage } = tile;
	if (stage === null) return 'not-begun';
	if (!isBefore(stage, 'upload')) return 'over';
	if (track === 'evidence') return PHONE_WHY[tile.phone];
	if (!isBefore('gate', stage)) return 'not-entered';
	return isCutOff(tile, now) ? 'cut-off' : null;
}

const PHONE_WHY: Record<Tile['phone'], WhyNoPicture | null> = {
	waived: 'phone-waived',
	unbound: 'phone-unbound',
	bound: 'phone-bound',
	filming: null,
	interrupted: 'phone-interrupted',
	stopped: 'phone-stopped'
};
