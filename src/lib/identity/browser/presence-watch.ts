// C30: the face during the interview, in this browser: when its reader is opened, when it is tried again, when it is
// given up. Owns the reader's life and the note that nobody looks; knows neither attempt nor page.
import { backoffDelay } from '../../shared/backoff.ts';
import type { Millis } from '../../shared/clock.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { Result } from '../../shared/result.ts';
import { createPictureBudget } from '../picture-budget.ts';
import type { PresenceKind, PresenceSignal } from '../presence-signal.ts';
import type { FaceReader } from '../reading.ts';
import { mayOpenWatch } from '../watch-moments.ts';
import { restMs } from '../watch-pace.ts';
import { startLooks, type Looks, type LooksPorts } from './presence-looks.ts';

export interface PresenceWatchPorts extends Omit<LooksPorts, 'mayPicture'> {
	/** @param died it will never answer again */
	readonly openReader: (
		signal: AbortSignal,
		died: () => void
	) => Promise<Result<FaceReader, ErrorCode>>;
}

export interface WatchNews {
	/** While this page records, and the candidate agrees. */
	readonly wanted: boolean;
	/** Not wanted because the candidate has taken their word back: no picture is told any more. */
	readonly withdrawn: boolean;
	readonly stream: MediaStream | null;
	readonly startsAt: Millis;
}

export interface PresenceWatch {
	/** Whenever any of it may have changed, and a few times a second. */
	follow(news: WatchNews): void;
	/** `waiting`: not yet, or not at the moment; `off`: this browser cannot, or the computer is too slow. */
	state(): 'idle' | 'waiting' | 'looking' | 'off';
	/** What lasts at the moment. */
	seen(): readonly PresenceKind[];
	/** The page is left: what is open is told as over. */
	close(): void;
}

const RETRY = { firstMs: 5000, maxMs: 60_000 };

/** Since when a watch is wanted, until it is not. */
interface Shift {
	readonly since: Millis;
	readonly spread: number;
	readonly over: AbortController;
}

export function createPresenceWatch(ports: PresenceWatchPorts): PresenceWatch {
	const { clock, monotonic, random, tell, changed } = ports;
	const budget = createPictureBudget();
	let news: WatchNews | null = null;
	let shift: Shift | null = null;
	let looks: Looks | null = null;
	let opening = false;
	let unsupported = false;
	let everCame = false;
	let off: PresenceSignal | null = null;
	let tryAt: Millis = -Infinity;
	let failures = 0;
	let rests = 0;

	// — the note that nobody looks —

	function noteOff(from: Millis, tookMs: Millis, until: Millis | null = null): void {
		const strongest = Math.round(tookMs / 100) / 10;
		const note = { id: ports.newId(), kind: 'face-watch-off', from, until, strongest } as const;
		off = until === null ? { ...note, picture: null } : null;
		tell({ ...note, picture: null });
	}

	function noteOn(): void {
		if (off) tell({ ...off, until: Math.max(off.from, clock.now()) });
		off = null;
	}

	// — opening and closing —

	function mayOpen({ since, spread }: Shift, { stream, startsAt }: WatchNews): boolean {
		if (looks || opening || unsupported || !stream || monotonic() < tryAt) return false;
		return mayOpenWatch({ recordingSince: since, startsAt, spread }, clock.now());
	}

	async function open({ over }: Shift, { startsAt }: WatchNews): Promise<void> {
		opening = true;
		const opened = await ports.openReader(over.signal, () => gone(over));
		opening = false;
		if (over.signal.aborted) {
			if (opened.ok) opened.value.close();
		} else if (opened.ok) begin(opened.value, startsAt);
		else if (opened.error === 'device.unsupported') {
			unsupported = true;
			noteOff(clock.now(), 0);
		} else tryLater();
		changed();
	}

	function tryLater(): void {
		tryAt = monotonic() + backoffDelay(RETRY, ++failures, random());
	}

	function begin(reader: FaceReader, startsAt: Millis): void {
		everCame = true;
		failures = 0;
		noteOn();
		const mayPicture = (): boolean => budget(clock.now());
		looks = startLooks({ ...ports, reader, startsAt, mayPicture, tooSlow });
		looks.show(news?.stream ?? null);
	}

	function tooSlow(tookMs: Millis): void {
		endLooks(true);
		tryAt = monotonic() + restMs(++rests);
		noteOff(clock.now(), tookMs);
		changed();
	}

	/** Its worker died or hangs: another is opened. */
	function gone(over: AbortController): void {
		if (over.signal.aborted || !looks) return;
		endLooks(true);
		tryLater();
		changed();
	}

	function endLooks(pictures: boolean): void {
		looks?.end(pictures);
		looks = null;
	}

	// — as long as it is wanted —

	function begins(): Shift {
		const made = { since: clock.now(), spread: random(), over: new AbortController() };
		shift = made;
		return made;
	}

	function ends(withdrawn: boolean): void {
		if (!shift) return;
		shift.over.abort();
		endLooks(!withdrawn);
		noteOn();
		// files that never came; what came and went has told of itself
		if (!everCame && !unsupported && !withdrawn) noteOff(shift.since, 0, clock.now());
		shift = null;
		everCame = false;
		changed();
	}

	return {
		follow(next) {
			news = next;
			if (!next.wanted) return ends(next.withdrawn);
			const now = shift ?? begins();
			looks?.show(next.stream);
			if (mayOpen(now, next)) void open(now, next);
		},
		state() {
			if (!shift) return 'idle';
			if (looks) return 'looking';
			return off ? 'off' : 'waiting';
		},
		seen: () => looks?.seen() ?? [],
		close: () => ends(false)
	};
}
