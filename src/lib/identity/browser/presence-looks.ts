// Looks at the recorded camera's picture at its pace while a reader is open, and sends the server a frame now and then.
// What is noticed, when, and what of it is told lies in pure files.
import { streamVideo, type StreamVideo } from '../../shared/browser/stream-video.ts';
import type { Clock, Millis } from '../../shared/clock.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { Result } from '../../shared/result.ts';
import type { Timers } from '../../shared/timers.ts';
import { base64Of } from '../../upload/browser/base64.ts';
import { createFrameAsking } from '../frame-asking.ts';
import { createPresence } from '../presence.ts';
import type { PresenceKind, PresenceSignal } from '../presence-signal.ts';
import type { FaceReader, Reading } from '../reading.ts';
import { createSignalTelling } from '../signal-telling.ts';
import { looksRestUntil } from '../watch-moments.ts';
import { createWatchPace } from '../watch-pace.ts';
import type { FaceLooked } from '../wire.ts';
import type { FrameMaker } from './frame-maker.ts';

export interface LooksPorts {
	/** Server time as estimated here. */
	readonly clock: Clock;
	/** By which the readings are timed. */
	readonly monotonic: () => Millis;
	readonly timers: Timers;
	readonly random: () => number;
	readonly newId: () => string;
	readonly frames: FrameMaker;
	readonly mayPicture: () => boolean;
	/** Whether it is still the same person. */
	readonly compare: (jpeg: Uint8Array<ArrayBuffer>) => Promise<Result<FaceLooked, ErrorCode>>;
	readonly tell: (signal: PresenceSignal) => void;
	/** What is seen has changed. */
	readonly changed: () => void;
}

export interface LooksOptions extends LooksPorts {
	readonly reader: FaceReader;
	readonly startsAt: Millis;
	/** Even the slowest pace is too much for this computer. @param tookMs of the last look */
	readonly tooSlow: (tookMs: Millis) => void;
}

export interface Looks {
	/** The recorded camera's stream; null = there is none at the moment. */
	show(stream: MediaStream | null): void;
	/** Kinds that last at the moment. */
	seen(): readonly PresenceKind[];
	/** Closes the reader and tells what was open. @param pictures whether pictures may still be told */
	end(pictures: boolean): void;
}

/** C30: as small as a person needs to judge it. */
const THUMBNAIL = { width: 320, mostBytes: 30_000 };
/** For the server; a face at arm's length has 200 px in it. Small enough to lie beside the log as it is. */
const FRAME = { width: 640, mostBytes: 120_000 };
const LEAST_PAUSE_MS = 150;
const NO_PICTURE_MS = 5000;
const TOO_SOON_MS = 1500;
const TRY_AGAIN_MS = 20_000;
/** As many as the server needs to tell it. */
const OTHERS_IN_A_ROW = 3;

export function startLooks(options: LooksOptions): Looks {
	const { reader, clock, monotonic, timers, random, frames, startsAt } = options;
	const presence = createPresence(options.newId);
	const pace = createWatchPace();
	const asking = createFrameAsking(monotonic(), random);
	const telling = createSignalTelling({
		picture: async () => base64OrNull(await take(THUMBNAIL)),
		mayPicture: options.mayPicture,
		serverTime: (at) => Math.round(clock.now() - (monotonic() - at)),
		tell: options.tell
	});
	let video: StreamVideo | null = null;
	let plannedAt = monotonic();
	let callOff = (): void => {};
	let ended = false;
	let others = 0;

	const take = async (size: typeof FRAME): Promise<Uint8Array<ArrayBuffer> | null> =>
		video && frames.take(video.element, size);

	async function look(): Promise<void> {
		const rests = looksRestUntil(startsAt, clock.now());
		if (rests !== null) return plan(rests - clock.now());
		const began = monotonic();
		const reading = video && (await reader.read(video.element));
		if (ended) return;
		if (reading) see(reading, began - plannedAt);
		else telling.over(presence.lapse(monotonic()));
		options.changed();
		const every = pace.everyMs();
		if (every === null) options.tooSlow(reading?.tookMs ?? 0);
		else plan(nextAt(began + every) - monotonic());
	}

	function see(reading: Reading, lateMs: Millis): void {
		pace.looked({ tookMs: reading.tookMs, lateMs });
		telling.see(presence.see(reading));
		if (asking.see(reading)) void compare();
	}

	/** Sooner, where a look would tell something; what was due and could not be told waits for its pace. */
	const nextAt = (usual: Millis): Millis => {
		const due = [presence.dueAt() ?? Infinity, asking.dueAt()].filter((at) => at > monotonic());
		return Math.min(usual, ...due);
	};

	function plan(inMs: Millis): void {
		const pause = Math.max(LEAST_PAUSE_MS, inMs);
		plannedAt = monotonic() + pause;
		callOff = timers.after(pause, () => void look());
	}

	async function compare(): Promise<void> {
		const jpeg = await take(FRAME);
		// taken back meanwhile: it goes nowhere
		if (ended) return;
		if (!jpeg) return asking.next(monotonic(), NO_PICTURE_MS);
		const answer = await options.compare(jpeg);
		if (ended) return;
		asking.next(monotonic(), answer.ok ? answer.value.nextInMs : afterError(answer.error));
		if (answer.ok) hear(answer.value.alike);
		options.changed();
	}

	const afterError = (code: ErrorCode): Millis =>
		code === 'identity.too-soon' ? TOO_SOON_MS : TRY_AGAIN_MS * (1 + random());

	function hear(alike: FaceLooked['alike']): void {
		if (alike === 'other') others++;
		else if (alike === 'same' || others < OTHERS_IN_A_ROW) others = 0;
	}

	void look();
	return {
		show(stream) {
			if ((video?.element.srcObject ?? null) === stream) return;
			video?.close();
			video = stream && streamVideo(stream);
		},
		seen: () => [
			...presence.open().map(({ kind }) => kind),
			...(others >= OTHERS_IN_A_ROW ? (['other-face'] as const) : [])
		],
		end(pictures) {
			if (ended) return;
			ended = true;
			callOff();
			reader.close();
			video?.close();
			video = null;
			telling.over(presence.end(), pictures);
		}
	};
}

const base64OrNull = (bytes: Uint8Array | null): string | null => bytes && base64Of(bytes);
