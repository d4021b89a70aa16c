// The page of one candidate (I2): what it shows, read again when something changed, resumed from the last line of the log
// that it has, and since when it is blind. Knows no address and no socket: both come in.
import { untrack } from 'svelte';
import type {
	StaffConnection,
	StaffConnectionEvents
} from '../../../live/browser/staff-connection.ts';
import type { StaffPush } from '../../../live/staff-wire.ts';
import type { SoftSound } from '../../../shared/browser/soft-sound.ts';
import type { Millis } from '../../../shared/clock.ts';
import type { ErrorCode } from '../../../shared/errors.ts';
import type { ActsView } from '../../acts-view.ts';
import { callsOf, type Calls } from '../../candidate-alarms.ts';
import type { CandidateApi, Thumbnails } from '../../candidate-ports.ts';
import type { CandidateDesk, DeskLine } from '../../candidate-view.ts';
import { FROM_THE_FIRST } from '../../desk-request.ts';
import { CandidateBell } from './candidate-bell.svelte.ts';
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

/** Many lines may come at once: they are read together. */
const GATHER_MS = 500;
/** How devices are is not in the log: nobody says that it changed. */
const AGAIN_MS = 5000;
const TICK_MS = 250;

export class CandidateController {
	readonly #world: CandidateWorld;
	#desk: CandidateDesk = $state.raw() as CandidateDesk;
	#lines: readonly DeskLine[] = $state.raw([]);
	/** The log has lines of before those. */
	#older = $state(false);
	#now: Millis = $state(0);
	#socketBlind: Millis | null = $state(null);
	#unread: Millis | null = $state(null);
	#refused: ErrorCode | null = $state(null);
	#thumbnails: ThumbnailsView = $state.raw({ kind: 'hidden' });
	#watchFault: ErrorCode | null = $state(null);
	#watching = $state(false);
	#listeners: readonly SocketListener[] = [];
	#connection: StaffConnection | null = $state.raw(null);
	#connected = false;
	#reading = false;
	#wanted = false;
	#readAt = -Infinity;
	#timer: ReturnType<typeof setTimeout> | undefined;
	readonly #calls: Calls = $derived(callsOf(this.#desk, this.#lines));
	readonly pictures: CandidatePictures;
	readonly bell: CandidateBell;

	/** @param desk as the page was made with: from the first line of the log */
	constructor(desk: CandidateDesk, world: CandidateWorld) {
		this.#world = world;
		this.bell = new CandidateBell(world.sound);
		this.#take(desk, FROM_THE_FIRST);
		this.#now = desk.now;
		this.pictures = new CandidatePictures(world.api);
	}

	get desk(): CandidateDesk {
		return this.#desk;
	}
	/** The latest when the page was opened, with all decisions of before, and what came since; each is read once. */
	get lines(): readonly DeskLine[] {
		return this.#lines;
	}
	/** There are lines of before, which only the export has. */
	get older(): boolean {
		return this.#older;
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
		return Math.min(this.#now, this.#desk.now + AGAIN_MS);
	}
	/** Nothing new is seen since then; null = all that happens is. */
	get blindSince(): Millis | null {
		return this.#unread ?? this.#socketBlind;
	}
	/** This person has to log in again, or may not see this any more. */
	get refused(): ErrorCode | null {
		return this.#refused;
	}
	get thumbnails(): ThumbnailsView {
		return this.#thumbnails;
	}
	get watching(): boolean {
		return this.#watching;
	}
	/** Why the last press on it was not done. */
	get watchFault(): ErrorCode | null {
		return this.#watchFault;
	}
	/** Null until the page runs. */
	get connection(): StaffConnection | null {
		return this.#connection;
	}

	/** To be called when the page runs. @returns what ends it */
	readonly start = (): (() => void) => {
		const { attempt, may } = untrack(() => this.#desk);
		const connection = this.#world.connect({
			stateChanged: (state) => {
				this.#socketBlind = state.state === 'blind' ? state.since : null;
				if (state.state === 'refused') this.#refused = state.code;
				this.#connected = state.state === 'connected';
				for (const one of this.#listeners) one.connected(this.#connected);
			},
			welcome: () => this.readAgain(),
			pushed: (push) => {
				if (push.type === 'changed' && push.attempt === attempt) this.readAgain();
				// the answer says why it may not be followed
				if (push.type === 'refused' && push.about === 'follow') this.readAgain();
				for (const one of this.#listeners) one.heard(push);
			},
			picture: ({ track, at, type, ...of }, bytes) => {
				if (of.attempt === attempt) this.pictures.pushed(track, at, new Blob([bytes], { type }));
			}
		});
		this.#connection = connection;
		connection.follow(attempt);
		const sees = may.includes('live.view');
		if (sees) connection.look([attempt]);
		if (sees) void this.pictures.load();
		const tick = setInterval(() => (this.#now = connection.clock.now()), TICK_MS);
		const again = setInterval(this.#whileSeen, AGAIN_MS);
		const wake = (): void => {
			if (document.visibilityState !== 'visible') return;
			connection.wake();
			// somebody may have logged in again in another window
			this.#refused = null;
			this.readAgain();
		};
		document.addEventListener('visibilitychange', wake);
		// two windows side by side are both visible
		addEventListener('focus', wake);
		addEventListener('online', wake);
		return () => {
			clearInterval(tick);
			clearInterval(again);
			clearTimeout(this.#timer);
			document.removeEventListener('visibilitychange', wake);
			removeEventListener('focus', wake);
			removeEventListener('online', wake);
			this.bell.close();
			connection.close();
			this.#connection = null;
			this.#connected = false;
			this.pictures.release();
		};
	};

	/** @returns it listens no more */
	readonly listen = (listener: SocketListener): (() => void) => {
		this.#listeners = [...this.#listeners, listener];
		if (this.#connected) listener.connected(true);
		return () => (this.#listeners = this.#listeners.filter((one) => one !== listener));
	};

	/** Something changed, or this page has changed it: gathered, at most twice a second. */
	readonly readAgain = (): void => {
		this.#wanted = true;
		if (this.#reading || this.#refused) return;
		clearTimeout(this.#timer);
		const wait = this.#readAt + GATHER_MS - performance.now();
		this.#timer = setTimeout(() => void this.#read(), Math.max(0, wait));
	};

	/** A look at faces, and on record. */
	readonly showPictures = async (): Promise<void> => {
		if (this.#thumbnails.kind === 'loading') return;
		this.#thumbnails = { kind: 'loading' };
		const told = await this.#world.api.thumbnails();
		this.#thumbnails = told.ok
			? { kind: 'shown', pictures: told.value }
			: { kind: 'failed', code: told.error };
	};

	/** After an act: how things stand for the next one. */
	readonly showActs = (acts: ActsView): void => {
		this.#desk = { ...this.#desk, acts };
		this.readAgain();
	};

	readonly watchClosely = async (): Promise<void> => {
		if (this.#watching) return;
		this.#watching = true;
		const told = await this.#world.api.watch(this.#desk, !this.#desk.watched);
		this.#watchFault = told.ok ? null : told.error;
		this.#watching = false;
		this.readAgain();
	};

	readonly #whileSeen = (): void => {
		const seen = document.visibilityState === 'visible';
		// who listens does not look, and nobody says what only time makes worse
		if (seen || this.bell.on) this.readAgain();
		if (seen) for (const one of this.#listeners) one.again?.();
	};

	async #read(): Promise<void> {
		this.#reading = true;
		this.#wanted = false;
		this.#readAt = performance.now();
		const after = this.#desk.seq;
		const told = await this.#world.api.desk(after);
		this.#reading = false;
		if (told.ok) {
			this.#unread = null;
			this.#take(told.value, after);
		} else if (told.error === 'access.login-required' || told.error === 'access.denied') {
			this.#refused = told.error;
		} else {
			this.#unread ??= this.#desk.now;
		}
		if (this.#wanted) this.readAgain();
	}

	/** Lines are appended. A restored server may have fewer, and others: then all of them are read. */
	#take(desk: CandidateDesk, after: number): void {
		const isAnother =
			after !== FROM_THE_FIRST && (desk.epoch !== this.#desk.epoch || desk.seq < after);
		if (isAnother) {
			this.#desk = { ...desk, seq: FROM_THE_FIRST };
			this.#lines = [];
			this.#wanted = true;
			return;
		}
		// between what is here and what was told now there are others: what is here stays until all is read
		if (after !== FROM_THE_FIRST && desk.older) {
			this.#desk = { ...desk, seq: FROM_THE_FIRST };
			this.#wanted = true;
			return;
		}
		if (after === FROM_THE_FIRST) [this.#lines, this.#older] = [desk.lines, desk.older];
		else if (desk.lines.length > 0) this.#lines = [...this.#lines, ...desk.lines];
		this.#desk = desk;
		this.bell.hear(this.#calls);
	}
}
