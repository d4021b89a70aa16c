// What a wall hears of its room: read whole after each welcome, then pushed. It knows whether the page sees, and since
// when it does not; what was read while the socket was away is not trusted to be the last word.
import type {
	StaffConnection,
	StaffConnectionEvents,
	StaffConnectionState,
	StaffNews
} from '../../../live/browser/staff-connection.ts';
import type { PresentPerson, PushedPicture } from '../../../live/staff-wire.ts';
import type { Millis } from '../../../shared/clock.ts';
import { ERRORS, type ErrorCode } from '../../../shared/errors.ts';
import type { Result } from '../../../shared/result.ts';
import type { Tile } from '../../tile.ts';
import type { WallView } from '../../wall-view.ts';

/** Whether what the page shows is so now. */
export type Sight =
	| { readonly state: 'opening' | 'seeing' }
	| { readonly state: 'blind'; readonly since: Millis }
	/** It is not tried again: this person may not, or there is no such room. */
	| { readonly state: 'refused'; readonly code: ErrorCode; readonly since: Millis };

export interface WallFeedEvents {
	sight(sight: Sight): void;
	view(view: WallView): void;
	tiles(tiles: readonly Tile[], now: Millis): void;
	people(people: readonly PresentPerson[]): void;
	picture(about: PushedPicture, bytes: Uint8Array<ArrayBuffer>): void;
}

export interface WallFeedPorts {
	connect(events: StaffConnectionEvents): StaffConnection;
	read(room: string): Promise<Result<WallView, ErrorCode>>;
}

export interface WallFeed {
	readonly connection: StaffConnection;
	/** The network may be back, or somebody pressed: try now. */
	again(): void;
	close(): void;
}

/** Where no socket can be had, the page at least opens. */
const PATIENCE_MS = 1500;
const READ_AGAIN_MS = 3000;

export function createWallFeed(
	room: string,
	events: WallFeedEvents,
	{ connect, read }: WallFeedPorts
): WallFeed {
	let way: StaffConnectionState['state'] = 'connecting';
	let blindSince: Millis | null = null;
	let opened = false;
	let closed = false;
	let reading = false;
	let stale = false;
	let timer: ReturnType<typeof setTimeout> | undefined;

	const connection = connect({
		stateChanged,
		welcome: () => void readWhole(),
		pushed,
		picture: events.picture
	});
	connection.watch(room);
	readIn(PATIENCE_MS);

	function stateChanged(next: StaffConnectionState): void {
		way = next.state;
		if (next.state === 'refused') return refuse(next.code);
		if (next.state !== 'blind') return;
		blindSince ??= next.since;
		tell();
	}

	function tell(): void {
		if (!opened) events.sight({ state: 'opening' });
		else if (blindSince !== null) events.sight({ state: 'blind', since: blindSince });
		else events.sight({ state: 'seeing' });
	}

	function refuse(code: ErrorCode): void {
		clearTimeout(timer);
		events.sight({ state: 'refused', code, since: blindSince ?? connection.clock.now() });
	}

	function pushed(news: StaffNews): void {
		if (news.type === 'refused' && news.about === 'watch' && news.topic === room) refuse(news.code);
		if (!('room' in news) || news.room !== room) return;
		if (news.type === 'tiles') events.tiles(news.tiles, news.now);
		else if (news.type === 'present') events.people(news.people);
		else void readWhole();
	}

	async function readWhole(): Promise<void> {
		stale = reading;
		if (reading) return;
		clearTimeout(timer);
		reading = true;
		const sentAt = connection.clock.monotonic();
		const answer = await read(room);
		reading = false;
		if (closed) return;
		if (answer.ok) take(answer.value, sentAt);
		else missed(answer.error);
	}

	function take(view: WallView, sentAt: number): void {
		const { clock } = connection;
		clock.sample({ sentAt, receivedAt: clock.monotonic(), serverAt: view.now });
		opened = true;
		events.view(view);
		blindSince = way === 'connected' ? null : view.now;
		tell();
		if (stale) void readWhole();
	}

	function missed(code: ErrorCode): void {
		const { status } = ERRORS[code];
		if (status === 401 || status === 403 || status === 404) return refuse(code);
		blindSince ??= connection.clock.now();
		tell();
		readIn(READ_AGAIN_MS);
	}

	function readIn(ms: number): void {
		clearTimeout(timer);
		timer = setTimeout(() => void readWhole(), ms);
	}

	return {
		connection,
		again() {
			connection.wake();
			void readWhole();
		},
		close() {
			closed = true;
			clearTimeout(timer);
			connection.close();
		}
	};
}
