// The last small picture of each track (I2): asked for once, then as they are pushed. Each replaces the one before it.
import type { PictureTrack } from '../../../live/staff-wire.ts';
import { PICTURE_TRACKS } from '../../../live/staff-wire.ts';
import type { Millis } from '../../../shared/clock.ts';
import type { CandidateApi } from '../../candidate-ports.ts';

export interface SmallPicture {
	readonly url: string;
	/** When it came, server ms. */
	readonly at: Millis;
}

export class CandidatePictures {
	readonly #api: Pick<CandidateApi, 'picture'>;
	#shown: Readonly<Partial<Record<PictureTrack, SmallPicture>>> = $state.raw({});
	#released = false;

	constructor(api: Pick<CandidateApi, 'picture'>) {
		this.#api = api;
	}

	of(track: PictureTrack): SmallPicture | null {
		return this.#shown[track] ?? null;
	}

	async load(): Promise<void> {
		await Promise.all(
			PICTURE_TRACKS.map(async (track) => {
				const told = await this.#api.picture(track);
				if (told.ok && told.value) this.pushed(track, told.value.at, told.value.bytes);
			})
		);
	}

	pushed(track: PictureTrack, at: Millis, bytes: Blob): void {
		const before = this.#shown[track];
		// what was asked for may come after what was pushed
		if (this.#released || (before && before.at > at)) return;
		this.#shown = { ...this.#shown, [track]: { at, url: URL.createObjectURL(bytes) } };
		if (before) URL.revokeObjectURL(before.url);
	}

	release(): void {
		this.#released = true;
		for (const { url } of Object.values(this.#shown)) URL.revokeObjectURL(url);
		this.#shown = {};
	}
}
