// The page of one candidate (I2): puts feed, pictures, sound and the panels on its socket together. Knows no address and no
// socket: both come in.
import { untrack } from 'svelte';
import type {
	StaffConnection,
	StaffConnectionEvents
} from '../../../live/browser/staff-connection.ts';
import type { StaffPush } from '../../../live/staff-wire.ts';
import { every } from '../../../shared/browser/every.ts';
import type { SoftSound } from '../../../shared/browser/soft-sound.ts';
import type { Millis } from '../../../shared/clock.ts';
import type { ErrorCode } from '../../../shared/errors.ts';
import { callsOf, type Calls } from '../../candidate-alarms.ts';
import type { CandidateApi, Thumbnails } from '../../candidate-ports.ts';
import type { CandidateView, CandidateLine } from '../../candidate-view.ts';
import { CandidateBell } from './candidate-bell.svelte.ts';
import {
	createCandidateFeed,
	firstRead,
	type CandidateFeed,
	type CandidateRead
} from './candidate-feed.ts';
import { CandidatePictures } from './candidate-pictures.svelte.ts';

export interface CandidateWorld {
	readonly api: CandidateApi;
	connect(events: StaffConnectionEvents): StaffConnection;
	readonly sound: SoftSound;
}

/** Panels of others that live on the same socket. */
export interface SocketListener {
	heard(push: StaffPush): void;
	connected(connected: boolean): void;
	/** For what no push tells of; every few seconds, while the page is seen. */
	again?(): void;
}

export type ThumbnailsView =
	| { readonly kind: 'hidden' | 'loading' }
	| { readonly kind: 'shown'; readonly pictures: Thumbnails }
	| { readonly kind: 'failed'; readonly code: ErrorCode };

/** How devices are is not in the log: nobody says that it changed. */
const AGAIN_MS = 5000;
const TICK_MS = 250;
const LOOK_MS = 1000;

export class CandidateController {
	readonly #world: CandidateWorld;
	#read: CandidateRead = $state.raw() as CandidateRead;
	#now: Millis = $state(0);
	#blindSince: Millis | null = $state(null);
	#refused: ErrorCode | null = $state(null);
	#thumbnails: ThumbnailsView = $state.raw({ kind: 'hidden' });
	#watchRefusal: ErrorCode | null = $state(null);
	#watching = $state(false);
	#listeners: readonly SocketListener[] = [];
	/** Null until the page runs. */
	#feed: CandidateFeed | null = $state.raw(null);
	#connected = false;
	readonly #calls: Calls = $derived(callsOf(this.view, this.lines));
	readonly pictures: CandidatePictures;
	readonly bell: CandidateBell;

	/** @param view as the page was made with: from the first line of the log */
	constructor(view: CandidateView, world: CandidateWorld) {
		this.#world = world;
		this.bell = new CandidateBell(world.sound);
		this.pictures = new CandidatePictures(world.api, view);
		this.#take(firstRead(view));
		this.#now = view.now;
	}

	get view(): CandidateView {
		return this.#read.view;
	}
	/** The latest when the page was opened, with all decisions of before, and what came since; each is read once. */
	get lines(): readonly CandidateLine[] {
		return this.#read.lines;
	}
	/** There are lines of before, which only the export has. */
	get older(): boolean {
		return this.#read.older;
	}
	/** Messages of the candidate without an answer. */
	get unanswered(): number {
		return this.#calls.unanswered;
	}
	/** The server's time, as estimated here. */
	get now(): Millis {
		return this.#now;
	}
	/** Up to which devices are judged. What was read holds until the next reading is due: a silence after it is this page's. */
	get judgedAt(): Millis {
		return Math.min(this.#now, this.view.now + AGAIN_MS);
	}
	/** Nothing new is seen since then; null = all that happens is. */
	get blindSince(): Millis | null {
		return this.#blindSince;
	}
	/** This person has to log in again, or may not see this any more, or it is not there any more. */
	get refused(): ErrorCode | null {
		return this.#refused;
	}
	get thumbnails(): ThumbnailsView {
		return this.#thumbnails;
	}
	get watching(): boolean {
		return this.#watching;
	}
	/** Why the last "watch closely" was not recorded. */
	get watchRefusal(): ErrorCode | null {
		return this.#watchRefusal;
	}
	/** Null until the page runs. */
	get connection(): StaffConnection | null {
		return this.#feed?.connection ?? null;
	}

	/** To be called when the page runs. @returns what ends it */
	readonly start = (): (() => void) => {
		const feed = this.#openFeed();
		const { connection } = feed;
		this.#feed = feed;
		const look = this.#lookThrough(connection);
		untrack(look);
		const stop = [
			every(TICK_MS, () => (this.#now = connection.clock.now())),
			every(LOOK_MS, look),
			every(AGAIN_MS, this.#whileSeen),
			whenBack(feed.wake)
		];
		return () => {
			for (const end of stop) end();
			this.bell.close();
			feed.close();
			this.#feed = null;
			this.#connected = false;
			this.pictures.release();
		};
	};

	/** @returns to be called every second: what this person may see, each reading tells anew */
	#lookThrough(connection: StaffConnection): () => void {
		let looking = false;
		return () => {
			const { attempt, may } = this.view;
			const sees = may.includes('live.view');
			if (sees !== looking) connection.look(sees ? [attempt] : []);
			looking = sees;
			if (sees && !document.hidden) this.pictures.look(connection.clock.now(), this.#connected);
		};
	}

	#openFeed(): CandidateFeed {
		const first = untrack(() => this.#read);
		const { api, connect } = this.#world;
		return createCandidateFeed(
			first,
			{
				read: (read) => this.#take(read),
				blind: (since) => void (this.#blindSince = since),
				refused: (code) => void (this.#refused = code),
				connected: (connected) => {
					this.#connected = connected;
					for (const one of this.#listeners) one.connected(connected);
				},
				pushed: (push) => {
					for (const one of this.#listeners) one.heard(push);
				},
				picture: ({ attempt, track, at, type }, bytes) => {
					if (attempt !== first.view.attempt) return;
					this.pictures.pushed(track, at, new Blob([bytes], { type }));
				}
			},
			{ connect, read: api.view }
		);
	}

	/** @returns it listens no more */
	readonly listen = (listener: SocketListener): (() => void) => {
		this.#listeners = [...this.#listeners, listener];
		if (this.#connected) listener.connected(true);
		return () => (this.#listeners = this.#listeners.filter((one) => one !== listener));
	};

	/** Something changed, or this page has changed it: gathered, at most twice a second. */
	readonly readAgain = (): void => this.#feed?.again();

	/** A look at faces, and on record. */
	readonly showPictures = async (): Promise<void> => {
		if (this.#thumbnails.kind === 'loading') return;
		this.#thumbnails = { kind: 'loading' };
		const told = await this.#world.api.thumbnails();
		this.#thumbnails = told.ok
			? { kind: 'shown', pictures: told.value }
			: { kind: 'failed', code: told.error };
	};

	/** After an act: it resolves when what is shown is of now. */
	readonly afterAct = async (): Promise<void> => this.#feed?.after();

	readonly watchClosely = async (): Promise<void> => {
		if (this.#watching) return;
		this.#watching = true;
		this.#watchRefusal = await this.#world.api.watch(this.view, !this.view.watched);
		this.#watching = false;
		this.readAgain();
	};

	readonly #whileSeen = (): void => {
		const seen = document.visibilityState === 'visible';
		// who listens does not look, and nobody says what only time makes worse
		if (seen || this.bell.on) this.readAgain();
		if (seen) for (const one of this.#listeners) one.again?.();
	};

	#take(read: CandidateRead): void {
		this.#read = read;
		this.pictures.told(read.view);
		this.bell.hear(this.#calls);
	}
}

/** Somebody comes back to this page, or the network does. @returns what ends it */
function whenBack(wake: () => void): () => void {
	const back = (): void => {
		if (document.visibilityState === 'visible') wake();
	};
	document.addEventListener('visibilitychange', back);
	// two windows side by side are both visible
	addEventListener('focus', back);
	addEventListener('online', back);
	return () => {
		document.removeEventListener('visibilitychange', back);
		removeEventListener('focus', back);
		removeEventListener('online', back);
	};
}
