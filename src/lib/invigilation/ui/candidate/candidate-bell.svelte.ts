// The soft sound of the page of one candidate (I3): off until a press, and then for what is new since the page was read.
import type { SoftSound } from '../../../shared/browser/soft-sound.ts';
import { isNews, type Calls } from '../../candidate-alarms.ts';

export class CandidateBell {
	readonly #sound: SoftSound;
	#on = $state(false);
	#known: Calls | null = null;

	constructor(sound: SoftSound) {
		this.#sound = sound;
	}

	get on(): boolean {
		return this.#on;
	}

	readonly toggle = (): void => {
		this.#on = !this.#on;
		if (this.#on) this.#sound.turnOn();
		else this.#sound.turnOff();
	};

	/** What the page was opened with is announced to nobody. */
	readonly hear = (calls: Calls): void => {
		if (this.#on && this.#known && isNews(this.#known, calls)) this.#sound.play();
		this.#known = calls;
	};

	readonly close = (): void => {
		if (this.#on) this.toggle();
	};
}
