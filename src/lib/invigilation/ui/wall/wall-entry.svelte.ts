// One tile as the page holds it: what was last told of it, what it needs, and its three pictures. Each changes alone, so
// that a push of one tile draws one tile.
import { PICTURE_TRACKS, type PictureTrack } from '../../../live/staff-wire.ts';
import type { Millis } from '../../../shared/clock.ts';
import type { Tile } from '../../tile.ts';
import { tileNeed, type TileNeed } from '../../tile-need.ts';
import { stand, type Sorted, type Standing } from '../../wall-order.ts';
import { SmallPicture } from './small-picture.svelte.ts';

export class WallEntry {
	tile: Tile = $state.raw() as Tile;
	need: TileNeed = $state.raw() as TileNeed;
	inView = $state(false);
	readonly pictures: Readonly<Record<PictureTrack, SmallPicture>>;
	/** Server time of what is known. */
	asOf: Millis;
	#standing: Standing;

	constructor(tile: Tile, now: Millis) {
		this.tile = tile;
		this.asOf = now;
		this.need = tileNeed(tile, now);
		this.#standing = stand(null, this.need.group, now);
		this.pictures = {
			...{ camera: new SmallPicture(), screen: new SmallPicture(), evidence: new SmallPicture() }
		};
	}

	get candidate(): string {
		return this.tile.candidate;
	}

	/** An answer that was under way while something newer was pushed is passed over. */
	take(tile: Tile, now: Millis): void {
		if (now < this.asOf) return;
		this.asOf = now;
		for (const track of PICTURE_TRACKS)
			if (this.tile.pictures[track] !== null && tile.pictures[track] === null)
				this.pictures[track].forget(now);
		this.tile = tile;
	}

	/** @param now when the page last saw */
	judge(now: Millis): void {
		const need = tileNeed(this.tile, now);
		if (!isSame(need, this.need)) this.need = need;
		this.#standing = stand(this.#standing, need.group, now);
	}

	sorted(leaving: boolean): Sorted {
		const { candidate, watched, lot, admission } = this.tile;
		return { candidate, watched, lot, admission, group: this.#standing.group, leaving };
	}

	show(visible: boolean): void {
		if (visible === this.inView) return;
		this.inView = visible;
		for (const track of PICTURE_TRACKS) this.pictures[track].show(visible);
	}
}

const isSame = (a: TileNeed, b: TileNeed): boolean =>
	a.group === b.group &&
	a.since === b.since &&
	a.until === b.until &&
	JSON.stringify(a.about) === JSON.stringify(b.about);
