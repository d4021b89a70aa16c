// How fast a line brings bytes to the server's disk: one request after the other, each as long as the last one's speed
// allows, and only what the server has acknowledged counts. Knows neither tus nor fetch.
import type { Millis } from '../shared/clock.ts';
import type { ErrorCode } from '../shared/errors.ts';
import { err, ok, type Result } from '../shared/result.ts';
import type { UploadRate } from './ports.ts';

export interface RatePorts {
	/** Monotonic. */
	now(): Millis;
	/** Ends early when `over` aborts. */
	pause(ms: Millis, over: AbortSignal): Promise<void>;
	/** @returns bytes that the server holds, synced, once all of these are among them */
	send(offset: number, bytes: number, over: AbortSignal): Promise<Result<number, ErrorCode>>;
	/** What the server holds: a request that broke off has brought something. */
	held(over: AbortSignal): Promise<Result<number, ErrorCode>>;
	/** Aborts when `over` does, and after `ms`. */
	atMost(ms: Millis, over: AbortSignal): AbortSignal;
}

/** Not counted: the connection is made, and finds out how fast the line is. */
const WARM_MS = 1000;
const MEASURED_MS = 5000;
/** A fast line takes all that it may in this time and pauses in between; the pauses do not count. */
const PLANNED_MS = 6500;
/** A slow line is given no more. */
const LIMIT_MS = 10_000;
const HELD_LIMIT_MS = 3000;
const RETRY_MS = 500;
/** Nothing new for so long at the end: the line is dead, whatever came before. */
const DEAD_MS = 5000;

const CHUNK = { leastBytes: 8192, mostBytes: 1_000_000, aimMs: 500 };

/** A line or a server that may be back in a moment; what is refused otherwise stays refused. */
const PASSING: readonly ErrorCode[] = [
	'server.unreachable',
	'server.busy',
	'server.fault',
	'part.wrong-offset'
];

interface Mark {
	readonly at: Millis;
	readonly bytes: number;
	readonly paused: Millis;
}

/** @param roomBytes at most so many are sent */
export async function measureRate(
	ports: RatePorts,
	roomBytes: number,
	progress: (share: number) => void,
	over: AbortSignal
): Promise<Result<UploadRate, ErrorCode>> {
	const begun: Mark = { at: ports.now(), bytes: 0, paused: 0 };
	let from = null as Mark | null;
	let last = begun;
	let chunk = CHUNK.leastBytes;
	let paused: Millis = 0;
	/** A line that is away at the moment may be back before the limit; what it is worth is known then. */
	let alive = true;
	const elapsed = (): Millis => ports.now() - begun.at;
	const isEnough = (): boolean =>
		(alive && from !== null && ports.now() - from.at >= MEASURED_MS) ||
		elapsed() >= LIMIT_MS ||
		last.bytes >= roomBytes;

	function acknowledged(bytes: number): void {
		if (bytes <= last.bytes) return;
		last = { at: ports.now(), bytes, paused };
		if (elapsed() >= WARM_MS) from ??= last;
		progress(Math.min(1, elapsed() / PLANNED_MS));
	}

	/** Not faster than the plan: the server has others to serve. */
	async function wait(): Promise<void> {
		const early = (last.bytes / roomBytes) * PLANNED_MS - elapsed();
		if (early <= 0) return;
		const at = ports.now();
		await ports.pause(early, over);
		paused += ports.now() - at;
	}

	/** @returns what no waiting mends, or null */
	async function sendNext(): Promise<ErrorCode | null> {
		const at = ports.now();
		const bytes = Math.min(chunk, roomBytes - last.bytes);
		const sent = await ports.send(last.bytes, bytes, ports.atMost(LIMIT_MS - elapsed(), over));
		alive = sent.ok;
		if (!sent.ok) return PASSING.includes(sent.error) ? askHeld() : sent.error;
		acknowledged(sent.value);
		chunk = nextChunk(chunk, ports.now() - at);
		await wait();
		return null;
	}

	async function askHeld(): Promise<ErrorCode | null> {
		if (elapsed() < LIMIT_MS) await ports.pause(RETRY_MS, over);
		const held = await ports.held(ports.atMost(HELD_LIMIT_MS, over));
		alive = held.ok;
		if (!held.ok) return PASSING.includes(held.error) ? null : held.error;
		acknowledged(held.value);
		return null;
	}

	while (!isEnough() && !over.aborted) {
		const refused = await sendNext();
		if (refused) return err(over.aborted ? 'check.stopped' : refused);
	}
	if (over.aborted) return err('check.stopped');
	const silentMs = ports.now() - last.at - (paused - last.paused);
	if (!alive || last.bytes === 0 || silentMs >= DEAD_MS) return err('check.unreachable');
	// so slow that the warming up took most of the time: then all of it counts
	const start = from && ports.now() - from.at >= MEASURED_MS ? from : begun;
	return ok(figureOf(start, { ...last, at: ports.now(), paused }));
}

function nextChunk(chunk: number, tookMs: Millis): number {
	const fits = (chunk * CHUNK.aimMs) / Math.max(1, tookMs);
	const grown = Math.round(Math.min(2 * chunk, fits));
	return Math.min(CHUNK.mostBytes, Math.max(CHUNK.leastBytes, grown));
}

function figureOf(from: Mark, to: Mark): UploadRate {
	const ms = to.at - from.at;
	const busyMs = Math.max(1, ms - (to.paused - from.paused));
	const bytes = to.bytes - from.bytes;
	return { kbps: Math.round((bytes * 8) / busyMs), ms: Math.round(ms), bytes };
}
