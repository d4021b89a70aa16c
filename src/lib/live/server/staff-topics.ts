// What the pages of staff in this process look at: rooms, pictures, one attempt each, live views. Each topic passes the
// gate at the thing's own place, when it is asked for and again and again. Knows neither sockets nor what is pushed.
import {
	AccessDenied,
	LoginRequired,
	requireAccess,
	requireAnywhere
} from '../../accounts/access.ts';
import type { Permission, Person, Place } from '../../accounts/permissions.ts';
import type { Places } from '../../accounts/server/place.repository.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { StaffMessage } from '../staff-wire.ts';
import { createTopics } from './topics.ts';

/** Nobody has as many rooms, or as many live views, before them. */
const MAX_ROOMS = 30;
const MAX_VIEWERS = 30;

/** One page of staff. */
export interface StaffPage {
	person: Person;
	readonly rooms: Map<string, Place>;
	readonly looked: Set<string>;
	followed: { readonly attempt: string; readonly place: Place } | null;
	/** I2: its peers, with the attempt that each sees. */
	readonly viewers: Map<string, string>;
}

export interface TopicRefusal {
	readonly code: ErrorCode;
	readonly about: StaffMessage['type'];
	readonly topic: string | null;
}

export function createStaffTopics<Page extends StaffPage>(
	places: Pick<Places, 'room' | 'attempt' | 'attempts'>
) {
	const rooms = createTopics<Page>();
	const looked = createTopics<Page>();
	const followed = createTopics<Page>();
	/** A peer's id is its page's own, and nobody else's. */
	const viewers = new Map<string, Page>();

	const refusal = (
		about: StaffMessage['type'],
		topic: string | null,
		code: ErrorCode
	): TopicRefusal => ({ about, topic, code });

	const unfollow = (page: Page): void => {
		if (page.followed) followed.delete(page.followed.attempt, page);
		page.followed = null;
	};
	const unlook = (page: Page, attempt: string): void => {
		page.looked.delete(attempt);
		looked.delete(attempt, page);
	};
	const unwatch = (page: Page, room: string): void => {
		page.rooms.delete(room);
		rooms.delete(room, page);
	};
	const unview = (page: Page, viewer: string): boolean => {
		if (!page.viewers.delete(viewer)) return false;
		return viewers.delete(viewer);
	};

	function* held(page: Page): Iterable<Held> {
		const ofAttempt = { unknown: 'attempt.not-found' } as const;
		for (const room of page.rooms.keys())
			yield {
				...{ about: 'watch', topic: room, thing: room, permission: 'chat.read' },
				...{ unknown: 'room.not-found', drop: () => unwatch(page, room) }
			};
		for (const attempt of page.looked)
			yield {
				...{ ...ofAttempt, about: 'look', topic: attempt, thing: attempt },
				...{ permission: 'live.view', drop: () => unlook(page, attempt) }
			};
		for (const [viewer, attempt] of page.viewers)
			yield {
				...{ ...ofAttempt, about: 'live', topic: viewer, thing: attempt },
				...{ permission: 'live.view', drop: () => unview(page, viewer) }
			};
		if (page.followed)
			yield {
				...{ ...ofAttempt, about: 'follow', topic: page.followed.attempt },
				...{ thing: page.followed.attempt, permission: 'room.view', drop: () => unfollow(page) }
			};
	}

	return {
		watchers: rooms.of,
		watchedRooms: rooms.all,
		isWatched: rooms.has,
		lookers: looked.of,
		isLookedAt: looked.has,
		followers: followed.of,
		isFollowed: followed.has,
		ofViewer: (viewer: string): Page | undefined => viewers.get(viewer),

		async watch(page: Page, room: string): Promise<TopicRefusal | null> {
			const place = await places.room(room);
			const code = denied(page.person, 'chat.read', place, 'room.not-found');
			if (code) return refusal('watch', room, code);
			if (page.rooms.size >= MAX_ROOMS) return refusal('watch', room, 'server.busy');
			if (place) page.rooms.set(room, place);
			rooms.add(room, page);
			return null;
		},
		unwatch,
		async look(page: Page, attempts: readonly string[]): Promise<TopicRefusal[]> {
			const wanted = new Set(attempts);
			for (const attempt of page.looked) if (!wanted.has(attempt)) unlook(page, attempt);
			const fresh = [...wanted].filter((attempt) => !page.looked.has(attempt));
			const at = await places.attempts(fresh);
			return fresh.flatMap((attempt) => {
				const place = at.get(attempt) ?? null;
				const code = denied(page.person, 'live.view', place, 'attempt.not-found');
				if (code) return [refusal('look', attempt, code)];
				page.looked.add(attempt);
				looked.add(attempt, page);
				return [];
			});
		},
		async follow(page: Page, attempt: string | null): Promise<TopicRefusal | null> {
			unfollow(page);
			if (attempt === null) return null;
			const place = await places.attempt(attempt);
			const code = denied(page.person, 'room.view', place, 'attempt.not-found');
			if (code) return refusal('follow', attempt, code);
			if (place) page.followed = { attempt, place };
			followed.add(attempt, page);
			return null;
		},
		async view(page: Page, viewer: string, attempt: string): Promise<TopicRefusal | null> {
			const place = await places.attempt(attempt);
			const code = denied(page.person, 'live.view', place, 'attempt.not-found');
			if (code) return refusal('live', viewer, code);
			if (viewers.has(viewer)) return refusal('live', viewer, 'input.invalid');
			if (page.viewers.size >= MAX_VIEWERS) return refusal('live', viewer, 'live.too-many');
			page.viewers.set(viewer, attempt);
			viewers.set(viewer, page);
			return null;
		},
		unview,

		/** Where everything lies that these pages have before them; null: it is gone. */
		async placesOf(pages: readonly Page[]): Promise<PlacesNow> {
			const all = pages.flatMap((page) => [...held(page)]);
			const rooms = new Set(all.flatMap((one) => (one.about === 'watch' ? [one.thing] : [])));
			const attempts = new Set(all.flatMap((one) => (one.about === 'watch' ? [] : [one.thing])));
			const [ofAttempts, ofRooms] = await Promise.all([
				places.attempts([...attempts]),
				Promise.all([...rooms].map(async (room) => [room, await places.room(room)] as const))
			]);
			const at = [...attempts].map(
				(attempt) => [attempt, ofAttempts.get(attempt) ?? null] as const
			);
			return new Map([...ofRooms, ...at]);
		},
		/** Takes away what this person may not, or no longer, have. @returns what that was */
		askAgain(page: Page, now: PlacesNow): TopicRefusal[] {
			return [...held(page)].flatMap(({ about, topic, thing, permission, unknown, drop }) => {
				const place = now.get(thing);
				// asked for since these places were read: it has just passed
				if (place === undefined) return [];
				const code = denied(page.person, permission, place, unknown);
				if (!code) return [];
				drop();
				return [refusal(about, topic, code)];
			});
		},
		leave(page: Page): void {
			for (const { drop } of [...held(page)]) drop();
		}
	};
}

/** By the id of the room or attempt. */
export type PlacesNow = ReadonlyMap<string, Place | null>;

/** A topic that a page has. */
interface Held {
	readonly about: 'watch' | 'look' | 'follow' | 'live';
	readonly topic: string;
	/** The room or attempt. */
	readonly thing: string;
	readonly permission: Permission;
	readonly unknown: ErrorCode;
	readonly drop: () => unknown;
}

/** Why this person may not; null = they may. */
export function denied(
	person: Person,
	permission: Permission,
	place: Place | null,
	unknown: ErrorCode
): ErrorCode | null {
	try {
		if (place) requireAccess(person, permission, place);
		else requireAnywhere(person, permission);
		return place ? null : unknown;
	} catch (cause) {
		if (cause instanceof AccessDenied || cause instanceof LoginRequired) return cause.code;
		throw cause;
	}
}
