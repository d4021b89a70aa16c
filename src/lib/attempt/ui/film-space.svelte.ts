// What the browser says of the space for films, looked at now and then (C15).
import { freeBytes } from '../../recording/browser/storage.ts';
import { every } from '../../shared/browser/every.ts';

const LOOK_EVERY_MS = 20_000;

export interface FilmSpace {
	/** Null while the browser has not said, or does not tell. */
	readonly freeBytes: number | null;
	readonly persistent: boolean | null;
	close(): void;
}

/** @param asked whether the browser keeps films under pressure of space; some browsers never answer */
export function createFilmSpace(asked: Promise<boolean>): FilmSpace {
	let free = $state<number | null>(null);
	let persistent = $state<boolean | null>(null);
	const look = async (): Promise<void> => void (free = await freeBytes());
	void look();
	void asked.then((answer) => (persistent = answer));
	return {
		get freeBytes() {
			return free;
		},
		get persistent() {
			return persistent;
		},
		close: every(LOOK_EVERY_MS, () => void look())
	};
}
