// The last small picture of each track (I2): as they are pushed, and fetched where none is. Another device begins with none.
import type { PictureTrack } from '../../../live/staff-wire.ts';
import { PICTURE_TRACKS } from '../../../live/staff-wire.ts';
import type { Millis } from '../../../shared/clock.ts';
import type { CandidateApi } from '../../candidate-ports.ts';
import type { CandidateView } from '../../candidate-view.ts';
import { createPictureFetcher, type Pictured } from '../picture-fetcher.ts';

export interface ShownPicture {
	readonly url: string;
	/** When it came, server ms. */
	readonly at: Millis;
}

/** Each replaces the one before it. */
class TrackPicture {
	#shown: ShownPicture | null = $state.raw(null);
	#released = false;

	get shown(): ShownPicture | null {
		return this.#shown;
	}
	get cameAt(): Millis | null {
		return this.#shown?.at ?? null;
	}

	take(at: Millis, blob: Blob): void {
		// what was asked for may come after what was pushed
		if (this.#released || (this.#shown && this.#shown.at > at)) return;
		this.#show({ at, url: URL.createObjectURL(blob) });
	}

	/** @param until what came later is of another device */
	forget(until: Millis): void {
		if (this.#shown && this.#shown.at <= until) this.#show(null);
	}

	release(): void {
		this.#released = true;
		this.#show(null);
	}

	#show(next: ShownPicture | null): void {
		const before = this.#shown;
		this.#shown = next;
		if (before) URL.revokeObjectURL(before.url);
	}
}

export class CandidatePictures implements Pictured {
	readonly #fetch;
	readonly pictures = {
		...{ camera: new TrackPicture(), screen: new TrackPicture(), evidence: new TrackPicture() }
	} as const satisfies Record<PictureTrack, TrackPicture>;
	/** As it was told last. */
	tile: Pictured['tile'];

	constructor(api: Pick<CandidateApi, 'picture'>, view: CandidateView) {
		this.#fetch = createPictureFetcher((_attempt, track) => api.picture(track));
		this.tile = { attempt: view.attempt, pictures: view.devices.pictures };
	}

	of(track: PictureTrack): ShownPicture | null {
		return this.pictures[track].shown;
	}

	/** Which devices are in charge, and when their pictures came. */
	told({ attempt, devices: { pictures }, now }: CandidateView): void {
		this.tile = { attempt, pictures };
		for (const track of PICTURE_TRACKS)
			if (pictures[track] === null) this.pictures[track].forget(now);
	}

	/** To be called every second. @param pushed the next ones may come by themselves */
	look(now: Millis, pushed: boolean): void {
		this.#fetch([this], now, pushed);
	}

	pushed(track: PictureTrack, at: Millis, bytes: Blob): void {
		this.pictures[track].take(at, bytes);
	}

	release(): void {
		for (const track of PICTURE_TRACKS) this.pictures[track].release();
	}
}
