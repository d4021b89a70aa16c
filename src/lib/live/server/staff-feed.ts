// The sockets of staff in this process, `/ws/staff` (docs/spec/staff-wire.md): known by the session's cookie, told of what
// they look at. Who may is asked by staff-topics.ts, for each topic, every 30 s, and when a session or a role has ended.
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import * as v from 'valibot';
import { may, mayAnywhere, type Person } from '../../accounts/permissions.ts';
import { sessionSecretIn } from '../../accounts/session-cookie.ts';
import type { Millis } from '../../shared/clock.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { StaffMessageSchema, type StaffMessage } from '../staff-wire.ts';
import { WIRE_VERSION } from '../wire.ts';
import type {
	LiveViewer,
	Of,
	PresentHere,
	Push,
	StaffFeed,
	StaffFeedOptions
} from './staff-feed-ports.ts';
import { createSockets, parseJson, type Line, type Listener } from './sockets.ts';
import { createStaffTopics, type StaffPage, type TopicRefusal } from './staff-topics.ts';

const ASK_AGAIN_MS = 30_000;
/** As often in a row as it may fail (the database is away) before a page that nobody has confirmed is closed. */
const UNCONFIRMED_ROUNDS = 3;
const MAX_SOCKETS = 1000;
/** Of one account: more is a program that has gone wrong. */
const MAX_OF_ACCOUNT = 20;
/** Messages of one page that wait for their turn. */
const MAX_WAITING = 100;
/** Text is never dropped. Who has this much before them is cut off, and reads the whole again. */
const MAX_BUFFERED_BYTES = 4 * 1024 * 1024;
/** Pictures are: the next one follows. */
const MAX_PICTURES_BUFFERED_BYTES = 256 * 1024;
/** The service is busy, come back; a page that is refused by a message does not. */
const TRY_AGAIN_LATER = 1013;

interface Page extends StaffPage {
	readonly id: string;
	readonly line: Line;
	readonly secret: string;
	readonly address: string;
	confirmedAt: Millis;
	/** The round that confirmed it. */
	confirmedIn: number;
}

export function createStaffFeed(options: StaffFeedOptions): StaffFeed {
	const { epoch, clock, log, allowed, personOf, places } = options;
	const { watched, presenceChanged, onLive, onSignal, onLiveEnd } = options;
	const { askAgainMs = ASK_AGAIN_MS } = options;
	const pages = new Set<Page>();
	const topics = createStaffTopics<Page>(places);
	let rounds = 0;

	const push = (page: Page, message: Push): void => {
		if (page.line.isOpen()) page.line.say({ v: WIRE_VERSION, ...message });
	};
	const refuse = (line: Line, code: ErrorCode): void =>
		line.end({ v: WIRE_VERSION, type: 'refused', code, about: null, topic: null }, code);
	const tellRefusals = (page: Page, refusals: readonly (TopicRefusal | null)[]): void => {
		for (const one of refusals) if (one) push(page, { type: 'refused', ...one });
	};
	const live = (page: Page, viewer: string): LiveViewer | null => {
		const attempt = page.viewers.get(viewer);
		const { person, address } = page;
		return attempt ? { viewer, attempt, account: person.account, address } : null;
	};

	const on: { [T in StaffMessage['type']]: (page: Page, message: Of<T>) => Promise<void> | void } =
		{
			ping: (page, { sentAt }) => push(page, { type: 'pong', sentAt, now: clock.now() }),
			async watch(page, { room }) {
				tellRefusals(page, [await topics.watch(page, room)]);
				if (!page.rooms.has(room)) return;
				presenceChanged?.();
				for (const first of (await watched?.(room)) ?? []) push(page, first);
			},
			unwatch(page, { room }) {
				topics.unwatch(page, room);
				presenceChanged?.();
			},
			async look(page, { attempts }) {
				tellRefusals(page, await topics.look(page, attempts));
			},
			async follow(page, { attempt }) {
				tellRefusals(page, [await topics.follow(page, attempt)]);
				presenceChanged?.();
			},
			async live(page, { viewer, attempt, device }) {
				const refused = await topics.view(page, viewer, attempt);
				tellRefusals(page, [refused]);
				// it may have left while we asked: nobody would end it
				const one = refused || !pages.has(page) ? null : live(page, viewer);
				if (one) onLive?.(one, device);
			},
			signal(page, { viewer, data }) {
				const one = live(page, viewer);
				if (one) onSignal?.(one, data);
				else tellRefusals(page, [{ about: 'signal', topic: viewer, code: 'live.not-there' }]);
			},
			'live-end'(page, { viewer }) {
				const one = live(page, viewer);
				topics.unview(page, viewer);
				if (one) onLiveEnd?.(one);
			}
		};
	const take = async (page: Page, message: StaffMessage): Promise<void> =>
		(on[message.type] as (page: Page, message: StaffMessage) => Promise<void> | void)(
			page,
			message
		);

	/** @returns null: the socket is closed, or will be */
	async function letIn(line: Line, request: IncomingMessage): Promise<Page | null> {
		const secret = sessionSecretIn(request.headers.cookie);
		const address = options.addressOf?.(request) ?? 'unknown';
		const person = secret === null ? null : await personOf(secret);
		// closed while we asked: its end has been, nobody would take it out again
		if (!line.isOpen()) return null;
		if (!person || secret === null) return (refuse(line, 'access.login-required'), null);
		if (!mayAnywhere(person, 'room.view')) return (refuse(line, 'access.denied'), null);
		const own = [...pages].filter((page) => page.person.account === person.account);
		if (own.length >= MAX_OF_ACCOUNT) return (line.close(TRY_AGAIN_LATER, 'too many pages'), null);
		const page: Page = {
			...{
				id: randomUUID(),
				line,
				secret,
				address,
				person,
				confirmedAt: clock.now(),
				confirmedIn: 0
			},
			...{ rooms: new Map(), looked: new Set(), followed: null, viewers: new Map() }
		};
		pages.add(page);
		line.letIn();
		push(page, { type: 'welcome', epoch, now: clock.now() });
		return page;
	}

	function leave(page: Page): void {
		if (!pages.delete(page)) return;
		const ended = [...page.viewers.keys()].flatMap((viewer) => live(page, viewer) ?? []);
		topics.leave(page);
		for (const one of ended) onLiveEnd?.(one);
		presenceChanged?.();
	}

	/** One after the other: what a page says last is what holds. */
	function opened(line: Line, request: IncomingMessage): Listener {
		let waiting = 0;
		const page = letIn(line, request);
		const failed = (): void => line.close(TRY_AGAIN_LATER, 'server.busy');
		let turn: Promise<unknown> = page.catch((error: unknown) => {
			log.warn({ err: String(error) }, 'page of staff not let in');
			failed();
		});
		const receive = async (text: string): Promise<void> => {
			const known = await page;
			if (!known || !pages.has(known)) return;
			const parsed = v.safeParse(StaffMessageSchema, parseJson(text));
			if (!parsed.success) return refuse(line, 'input.invalid');
			await take(known, parsed.output);
			// it left in the meantime: what it has just asked for is taken out again
			if (!pages.has(known)) topics.leave(known);
		};
		return {
			async message(text) {
				if (++waiting > MAX_WAITING) return failed();
				const own = turn.then(() => receive(text)).finally(() => waiting--);
				turn = own.catch(() => {});
				await own;
			},
			failed,
			closed: () => void page.then((known) => known && leave(known)).catch(() => {})
		};
	}

	async function askAgain(account?: string): Promise<void> {
		const asked = [...pages].filter(
			({ person }) => account === undefined || person.account === account
		);
		if (asked.length === 0) return;
		const own = ++rounds;
		try {
			const secrets = [...new Set(asked.map(({ secret }) => secret))];
			const [people, now] = await Promise.all([
				Promise.all(secrets.map(async (one) => [one, await personOf(one)] as const)),
				topics.placesOf(asked)
			]);
			const bySecret = new Map(people);
			// a round that began later knows better what this one has read before it
			for (const page of asked.filter(({ confirmedIn }) => confirmedIn < own)) {
				page.confirmedIn = own;
				confirm(page, bySecret.get(page.secret) ?? null, now);
			}
			presenceChanged?.();
		} catch (error) {
			log.warn({ err: String(error) }, 'access of staff not asked again');
			for (const page of asked)
				if (clock.now() - page.confirmedAt > UNCONFIRMED_ROUNDS * askAgainMs)
					page.line.close(TRY_AGAIN_LATER, 'server.busy');
		}
	}

	function confirm(
		page: Page,
		person: Person | null,
		now: Parameters<typeof topics.askAgain>[1]
	): void {
		if (!person || !mayAnywhere(person, 'room.view')) {
			leave(page);
			return refuse(page.line, person ? 'access.denied' : 'access.login-required');
		}
		page.person = person;
		page.confirmedAt = clock.now();
		const before = new Map([...page.viewers.keys()].map((viewer) => [viewer, live(page, viewer)]));
		const lost = topics.askAgain(page, now);
		tellRefusals(page, lost);
		for (const { about, topic } of lost) {
			const one = about === 'live' && topic !== null ? before.get(topic) : null;
			if (one) onLiveEnd?.(one);
		}
	}

	const sockets = createSockets({
		...{ log, allowed, opened, addressOf: options.addressOf, maxSockets: MAX_SOCKETS },
		...{ maxBuffered: MAX_BUFFERED_BYTES, maxBytesBuffered: MAX_PICTURES_BUFFERED_BYTES }
	});
	const asking = setInterval(() => void askAgain(), askAgainMs);
	asking.unref();

	return {
		upgrade: sockets.upgrade,
		connections: sockets.connections,
		lookers: topics.isLookedAt,
		sendPicture(header, bytes) {
			if (!topics.isLookedAt(header.attempt)) return;
			const frame = Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), bytes]);
			for (const { line } of topics.lookers(header.attempt)) line.sayBytes(frame);
		},
		toRoom(room, message) {
			for (const page of topics.watchers(room)) push(page, message);
		},
		toFollowers(attempt, message) {
			for (const page of topics.followers(attempt)) push(page, message);
		},
		toViewer(viewer, message) {
			const page = topics.ofViewer(viewer);
			if (page) push(page, message);
			return page !== undefined;
		},
		isWatched: topics.isWatched,
		watchedRooms: topics.watchedRooms,
		isFollowed: topics.isFollowed,
		present: () => [...pages].flatMap(presentOn),
		accessChanged: (account) => void askAgain(account),
		askAgain,
		close() {
			clearInterval(asking);
			sockets.close();
		}
	};
}

function presentOn({ person, rooms, followed }: Page): PresentHere[] {
	const { account } = person;
	const at = new Map([...rooms.values()].map((place) => [place.room, place]));
	if (followed) at.set(followed.place.room, followed.place);
	return [...at.values()]
		.filter((place) => may(person, 'attempt.act', place))
		.map((place) => ({
			...{ room: place.room, account, opens: may(person, 'room.sign', place) },
			attempt: followed?.place.room === place.room ? followed.attempt : null
		}));
}
