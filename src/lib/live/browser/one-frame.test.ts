import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { oneFrame } from './one-frame.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
	vi.useRealTimers();
	vi.unstubAllGlobals();
});

interface Read {
	stopped: boolean;
	/** What may lose a frame in Chromium. */
	stoppedReading: boolean;
	give(frame: VideoFrame | undefined): void;
}

/** A browser whose camera gives a frame when the test says so. */
function browser() {
	const reads: Read[] = [];
	const recorded = { clone, stop: vi.fn() };
	function clone() {
		const { promise, resolve } = Promise.withResolvers<{ value: VideoFrame | undefined }>();
		let given = false;
		const read: Read = {
			...{ stopped: false, stoppedReading: false },
			give(value) {
				given = true;
				resolve({ value });
			}
		};
		reads.push(read);
		return {
			frames: promise,
			stop() {
				read.stopped = true;
				read.stoppedReading = !given;
			}
		};
	}
	class Processor {
		readonly readable;
		constructor({ track: { frames } }: { track: ReturnType<typeof clone> }) {
			this.readable = { getReader: () => ({ read: () => frames }) };
		}
	}
	vi.stubGlobal('MediaStreamTrackProcessor', Processor);
	const track = recorded as unknown as MediaStreamTrack;
	return { reads, recorded, take: () => oneFrame(track, (own) => own) };
}
const frame = () => ({ close: vi.fn() }) as unknown as VideoFrame;

test('[I1] a frame that comes in time is whose who asked; its own track ends after it, the recorded one not', async () => {
	const { reads, recorded, take } = browser();
	const taken = take();
	const one = frame();
	await vi.advanceTimersByTimeAsync(1999);
	expect(reads).toMatchObject([{ stopped: false }]);
	reads[0]?.give(one);
	expect(await taken).toBe(one);
	expect(one.close).not.toHaveBeenCalled();
	expect(reads).toMatchObject([{ stopped: true, stoppedReading: false }]);
	expect(recorded.stop).not.toHaveBeenCalled();
});

test('[I1] a camera that gives nothing is let go, and one that gives it in that very moment gets it back', async () => {
	const { reads, take } = browser();
	const taken = take();
	await vi.advanceTimersByTimeAsync(2000);
	expect(await taken).toBeNull();
	expect(reads).toMatchObject([{ stopped: true }]);
	const one = frame();
	reads[0]?.give(one);
	await vi.advanceTimersByTimeAsync(0);
	expect(one.close).toHaveBeenCalledOnce();
});

test('[I1] of a track that has ended there is none', async () => {
	const { reads, take } = browser();
	const taken = take();
	reads[0]?.give(undefined);
	expect(await taken).toBeNull();
	expect(reads).toMatchObject([{ stopped: true }]);
});
