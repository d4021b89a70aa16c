// What the page of one candidate hears of its attempt: read again when something changed, from the last line of the log
// that it has, and since when it sees nothing. Knows no panel and no document.
import type {
	StaffConnection,
	StaffConnectionEvents,
	StaffConnectionState
} from '../../../live/browser/staff-connection.ts';
import type { StaffPush } from '../../../live/staff-wire.ts';
import type { Millis } from '../../../shared/clock.ts';
import { ERRORS, type ErrorCode } from '../../../shared/errors.ts';
import type { CandidateApi } from '../../candidate-ports.ts';
import type { CandidateView, CandidateLine } from '../../candidate-view.ts';
import { FROM_THE_FIRST } from '../../candidate-request.ts';

/** What was read last, with the lines of all readings. */
export interface CandidateRead {
	readonly view: CandidateView;
	readonly lines: readonly CandidateLine[];
	/** The log has lines of before those. */
	readonly older: boolean;
}

export const firstRead = (view: CandidateView): CandidateRead => ({
	...{ view, lines: view.lines, older: view.older }
});

export interface CandidateFeedEvents extends Required<Pick<StaffConnectionEvents, 'picture'>> {
	read(read: CandidateRead): void;
	/** @param since null = all that happens is seen */
	blind(since: Millis | null): void;
	/** Who has to log in again, may not see this any more (for good), or asks of what is not there; nothing is asked meanwhile. */
	refused(code: ErrorCode | null): void;
	connected(connected: boolean): void;
	pushed(push: StaffPush): void;
}

export interface CandidateFeedPorts {
	connect(events: StaffConnectionEvents): StaffConnection;
	read: CandidateApi['view'];
}

export interface CandidateFeed {
	readonly connection: StaffConnection;
	/** Something changed, or this page has changed it: gathered, at most twice a second. */
	again(): void;
	/** At once. What was asked before this may be from before it: it resolves when what was asked after has come. */
	after(): Promise<void>;
	/** The network may be back, or somebody has logged in again: try now. */
	wake(): void;
	close(): void;
}

/** Many lines may come at once: they are read together. */
const GATHER_MS = 500;
/** The page came with its first answer: nobody has measured how long it took, about a second as a rule. */
const FIRST_TOOK_MS = 2000;

export function createCandidateFeed(
	first: CandidateRead,
	events: CandidateFeedEvents,
	{ connect, read }: CandidateFeedPorts
): CandidateFeed {
	const { attempt } = first.view;
	let last = first;
	/** There is a hole behind what is here, or it is of another log. */
	let fromTheFirst = false;
	let unheard: Millis | null = null;
	let unread: Millis | null = null;
	let refusal: ErrorCode | null = null;
	let reading: Promise<void> | null = null;
	let wanted = false;
	let readAt = -Infinity;
	let closed = false;
	let timer: ReturnType<typeof setTimeout> | undefined;

	const connection = connect({
		...{ stateChanged, welcome: again, pushed, picture: events.picture }
	});
	const { clock } = connection;
	sample(clock.monotonic() - FIRST_TOOK_MS, first.view);
	connection.follow(attempt);

	/** Where sockets are blocked this is the only word of the time. */
	function sample(sentAt: number, { now }: CandidateView): void {
		clock.sample({ sentAt, receivedAt: clock.monotonic(), serverAt: now });
	}

	function stateChanged(next: StaffConnectionState): void {
		unheard = next.state === 'blind' ? next.since : null;
		tell();
		if (next.state === 'refused') refuse(next.code);
		events.connected(next.state === 'connected');
	}

	function tell(): void {
		events.blind(unread ?? unheard);
	}

	function refuse(code: ErrorCode | null): void {
		refusal = code;
		events.refused(code);
	}

	function pushed(push: StaffPush): void {
		if (push.type === 'changed' && push.attempt === attempt) again();
		// the answer says why it may not be followed
		if (push.type === 'refused' && push.about === 'follow') again();
		events.pushed(push);
	}

	function again(): void {
		wanted = true;
		if (closed || reading || refusal !== null) return;
		clearTimeout(timer);
		const wait = readAt + GATHER_MS - performance.now();
		timer = setTimeout(() => void readOnce(), Math.max(0, wait));
	}

	function readOnce(): Promise<void> {
		reading ??= ask().finally(() => {
			reading = null;
			if (wanted) again();
		});
		return reading;
	}

	async function ask(): Promise<void> {
		clearTimeout(timer);
		wanted = false;
		readAt = performance.now();
		const after = fromTheFirst ? FROM_THE_FIRST : last.view.seq;
		const sentAt = clock.monotonic();
		const told = await read(after);
		if (closed) return;
		if (!told.ok) return missed(told.error);
		sample(sentAt, told.value);
		if (!take(told.value, after)) await ask();
	}

	/** @returns false: it does not follow what is here, which stays until all is read */
	function take(view: CandidateView, after: number): boolean {
		const next = after === FROM_THE_FIRST ? firstRead(view) : continued(last, view);
		fromTheFirst = next === null;
		if (next === null) return false;
		last = next;
		unread = null;
		tell();
		events.read(next);
		return true;
	}

	function missed(code: ErrorCode): void {
		const { status } = ERRORS[code];
		if (status === 401 || status === 403 || status === 404) return refuse(code);
		unread ??= last.view.now;
		tell();
	}

	return {
		connection,
		again,
		async after() {
			await reading;
			if (!closed && refusal === null) await readOnce();
		},
		wake() {
			// a login does not help
			if (refusal === 'access.denied') return;
			connection.wake();
			// somebody may have logged in again in another window, or restored the server once more
			refuse(null);
			again();
		},
		close() {
			closed = true;
			clearTimeout(timer);
			connection.close();
		}
	};
}

/** Null: a restored server has other lines, or between what is here and what was told there are some that were not. */
function continued({ lines, older, view: before }: CandidateRead, view: CandidateView) {
	if (view.epoch !== before.epoch || view.seq < before.seq || view.older) return null;
	return { view, older, lines: view.lines.length > 0 ? [...lines, ...view.lines] : lines };
}
