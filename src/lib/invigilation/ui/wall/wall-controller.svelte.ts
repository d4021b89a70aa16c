// The wall of one room (I1): puts feed, tiles, order, filters and announcements together. Made when the page runs.
import { openStaffConnection } from '../../../live/browser/staff-connection.ts';
import { MAX_LOOKED_AT, type PresentPerson } from '../../../live/staff-wire.ts';
import { every } from '../../../shared/browser/every.ts';
import { createSoftSound, type SoftSound } from '../../../shared/browser/soft-sound.ts';
import type { Millis } from '../../../shared/clock.ts';
import type { ErrorCode } from '../../../shared/errors.ts';
import type { Permission } from '../../../accounts/permissions.ts';
import { fetchSmallPicture } from '../../browser/small-picture-api.ts';
import { fetchWall, setWatched } from '../../browser/wall-api.ts';
import type { Tile } from '../../tile.ts';
import { alarms, type Announced } from '../../wall-alarms.ts';
import {
	countFilters,
	found,
	passes,
	type FilterCounts,
	type WallFilter
} from '../../wall-filters.ts';
import { NO_ORDER } from '../../wall-order.ts';
import type { WallView } from '../../wall-view.ts';
import { createPictureFetcher, type FetchPicture } from '../picture-fetcher.ts';
import { WallEntries } from './wall-entries.ts';
import type { WallEntry } from './wall-entry.svelte.ts';
import { createWallFeed, type Sight, type WallFeedPorts } from './wall-feed.ts';

/** How many tiles are before one at once; `all`: as many as fit at their smallest. */
export const WALL_SIZES = [4, 9, 16, 'all'] as const;
export type WallSize = (typeof WALL_SIZES)[number];

export interface WallPorts extends WallFeedPorts {
	fetchPicture: FetchPicture;
	setWatched(room: string, candidate: string, watched: boolean): Promise<ErrorCode | null>;
	sound: SoftSound;
}

const browserPorts = (): WallPorts => ({
	...{ connect: openStaffConnection, read: fetchWall, fetchPicture: fetchSmallPicture },
	...{ setWatched, sound: createSoftSound() }
});

const SECOND_MS = 1000;
/** Pushes are looked through together. */
const SETTLE_MS = 200;
/** Scrolling past is not looking. */
const LOOK_MS = 250;
const MAX_ALARMS = 6;

export class Wall {
	sight: Sight = $state.raw({ state: 'opening' });
	/** Of the room itself; null until it was read. */
	view: WallView | null = $state.raw(null);
	/** How often the room was read: after each reconnect, and each change of its record. */
	readings = $state(0);
	people: readonly PresentPerson[] = $state.raw([]);
	order = $state.raw(NO_ORDER);
	counts: FilterCounts = $state.raw(countFilters([], 0));
	filter: WallFilter = $state('all');
	typed = $state('');
	size: WallSize = $state('all');
	/** Server time, each second. */
	now: Millis = $state(0);
	/** Candidates in danger that were announced and not looked at yet, the newest first. */
	announced: readonly string[] = $state.raw([]);
	soundOn = $state(false);
	/** Why the last "watch closely" was not recorded. */
	watchRefusal: ErrorCode | null = $state(null);
	readonly entries = new WallEntries();

	readonly #room: string;
	readonly #ports: WallPorts;
	readonly #feed;
	readonly #fetch;
	#pointerOver = false;
	#hasFocus = false;
	readonly #stop: (() => void)[] = [];
	#known: Announced | null = null;
	#lookedAt = '';
	#settling: ReturnType<typeof setTimeout> | undefined;
	#looking: ReturnType<typeof setTimeout> | undefined;

	constructor(room: string, ports: WallPorts = browserPorts()) {
		this.#room = room;
		this.#ports = ports;
		this.#fetch = createPictureFetcher(ports.fetchPicture);
		this.#feed = createWallFeed(
			room,
			{
				sight: (sight) => void (this.sight = sight),
				view: (view) => this.#open(view),
				tiles: (tiles, now) => this.#take(tiles, now),
				people: (people) => void (this.people = people),
				picture: ({ attempt, track, at, type }, bytes) =>
					this.entries.ofAttempt(attempt)?.pictures[track].take(at, new Blob([bytes], { type }))
			},
			ports
		);
		this.#stop.push(every(SECOND_MS, () => this.#tick()));
	}

	readonly may = (permission: Permission): boolean =>
		this.view?.me.permissions.includes(permission) ?? false;

	/** Nothing moves under a pointer or beside the focus. */
	readonly hold = (by: 'pointer' | 'focus', held: boolean): void => {
		if (by === 'pointer') this.#pointerOver = held;
		else this.#hasFocus = held;
		if (!held) this.#settleSoon();
	};

	readonly resort = (): void => this.#settle(false);

	readonly choose = (filter: WallFilter): void => {
		this.filter = this.filter === filter ? 'all' : filter;
		this.#settle(false);
	};

	readonly search = (typed: string): void => {
		this.typed = typed;
		this.#settle(false);
	};

	readonly again = (): void => this.#feed.again();

	/** The tab is before somebody again, or not any more. */
	readonly shown = (visible: boolean): void => {
		if (visible) this.again();
		this.#lookSoon();
	};

	readonly toggleSound = (): void => {
		this.soundOn = !this.soundOn;
		if (this.soundOn) this.#ports.sound.turnOn();
		else this.#ports.sound.turnOff();
	};

	readonly toggleWatched = async (entry: WallEntry): Promise<void> => {
		if (!this.may('attempt.act')) return;
		const watched = !entry.tile.watched;
		const put = (is: boolean): void => void (entry.tile = { ...entry.tile, watched: is });
		put(watched);
		this.#settleSoon();
		this.watchRefusal = await this.#ports.setWatched(this.#room, entry.candidate, watched);
		if (this.watchRefusal !== null) put(!watched);
		this.#settleSoon();
	};

	/** Somebody has gone to that tile. */
	readonly noticed = (candidate: string): void => {
		this.announced = this.announced.filter((one) => one !== candidate);
	};

	readonly inView = (entry: WallEntry, visible: boolean): void => {
		entry.show(visible);
		if (visible) this.entries.inView.add(entry);
		else this.entries.inView.delete(entry);
		this.#lookSoon();
	};

	readonly close = (): void => {
		for (const stop of this.#stop) stop();
		clearTimeout(this.#settling);
		clearTimeout(this.#looking);
		this.#ports.sound.turnOff();
		this.#feed.close();
	};

	#open(view: WallView): void {
		this.people = view.people;
		this.view = view;
		this.readings++;
		this.now = this.#feed.connection.clock.now();
		this.entries.putAll(view.tiles, view.now);
		this.#settle(this.#isHeld());
	}

	#take(tiles: readonly Tile[], now: Millis): void {
		// before the room is read nothing is known of the others
		if (!this.view) return;
		this.entries.put(tiles, now);
		this.#settleSoon();
		this.#lookSoon();
	}

	#tick(): void {
		this.now = this.#feed.connection.clock.now();
		if (!this.view) return;
		this.#settleSoon();
		if (this.may('live.view') && !document.hidden) this.#fetch(this.entries.inView, this.now);
	}

	/** While the page is blind, silence is ours: nobody is called cut off for it. */
	get judgedAt(): Millis {
		return 'since' in this.sight ? this.sight.since : this.now;
	}

	#settleSoon(): void {
		this.#settling ??= setTimeout(() => this.#settle(this.#isHeld()), SETTLE_MS);
	}

	#isHeld(): boolean {
		return this.#pointerOver || this.#hasFocus;
	}

	#settle(held: boolean): void {
		clearTimeout(this.#settling);
		this.#settling = undefined;
		const now = this.judgedAt;
		const { all } = this.entries;
		for (const entry of all) entry.judge(now);
		this.#announce(all);
		const counts = countFilters(all, now);
		if (JSON.stringify(counts) !== JSON.stringify(this.counts)) this.counts = counts;
		const fits = (entry: WallEntry): boolean =>
			passes(this.filter, entry, now) && found(entry.tile, this.typed);
		this.order = this.entries.order(this.order, fits, held);
	}

	#announce(all: readonly WallEntry[]): void {
		const { announced, dangers, messages } = alarms(this.#known, all);
		this.#known = announced;
		const still = this.announced.filter(
			(one) => this.entries.of(one)?.need.level === 'danger' && !dangers.includes(one)
		);
		if (dangers.length > 0 || still.length < this.announced.length)
			this.announced = [...dangers, ...still].slice(0, MAX_ALARMS);
		if (dangers.length + messages.length > 0) this.#ports.sound.play();
	}

	#lookSoon(): void {
		this.#looking ??= setTimeout(() => {
			this.#looking = undefined;
			this.#look();
		}, LOOK_MS);
	}

	#look(): void {
		if (!this.may('live.view')) return;
		const seen = document.hidden ? [] : [...this.entries.inView];
		const attempts = seen.flatMap(({ tile }) => tile.attempt ?? []).slice(0, MAX_LOOKED_AT);
		const told = attempts.toSorted().join();
		if (told === this.#lookedAt) return;
		this.#lookedAt = told;
		this.#feed.connection.look(attempts);
	}
}
