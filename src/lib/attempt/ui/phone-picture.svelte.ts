// The phone's last still as an object URL: fetched while something shows it, not more often than it is worth.
import type { Millis } from '../../shared/clock.ts';
import type { PhoneStateView } from './room-view.ts';

/** The phone sends one every few seconds at most. */
const PICTURE_EVERY_MS = 5000;

export interface PhonePicture {
	readonly view: PhoneStateView['picture'];
	/** Fetches it if there is a newer one. @param pictureAt of the newest one that the server has */
	update(pictureAt: Millis | null, now: Millis): void;
	/** Another phone: the last one's picture is not this one's. */
	forget(): void;
}

export function createPhonePicture(fetchPicture: () => Promise<Blob | null>): PhonePicture {
	let view = $state.raw<PhoneStateView['picture']>(null);
	let askedAt = -Infinity;
	let asking = false;
	/** Counts the phones: an answer about an earlier one is not shown. */
	let turn = 0;

	function forget(): void {
		turn++;
		if (view) URL.revokeObjectURL(view.url);
		view = null;
		askedAt = -Infinity;
	}

	async function load(at: Millis): Promise<void> {
		const asked = turn;
		asking = true;
		const blob = await fetchPicture();
		asking = false;
		if (!blob || asked !== turn) return;
		if (view) URL.revokeObjectURL(view.url);
		view = { url: URL.createObjectURL(blob), at };
	}

	return {
		get view() {
			return view;
		},
		update(pictureAt, now) {
			if (pictureAt === null || asking || now - askedAt < PICTURE_EVERY_MS) return;
			if (view !== null && pictureAt <= view.at) return;
			askedAt = now;
			void load(pictureAt);
		},
		forget
	};
}
