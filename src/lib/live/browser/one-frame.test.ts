import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { oneFrame } from './one-frame.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
	vi.useRealTimers();
	vi.unstubAllGlobals();
});

interface Read {
	/** What Chromium does with one that is ended while it reads. */
	endedReading: boolean;
	ended: boolean;
	give(frame: VideoFrame | undefined): void;
}

/** A browser whose cameras give a frame when the test says so. */
function browser() {
	const reads: Read[] = [];
	class Processor {
		readonly readable = {
			getReader() {
				const { promise, resolve } = Promise.withResolvers<{ value: VideoFrame | undefined }>();
				let given = false;
				const read: Read = {
					...{ ended: false, endedReading: false },
					give(value) {
						given = true;
						resolve({ value });
					}
				};
				reads.push(read);
				return {
					read: () => promise,
					cancel() {
						read.ended = true;
						read.endedReading = !given;
						return Promise.resolve();
					}
				};
			}
		};
	}
	vi.stubGlobal('MediaStreamTrackProcessor', Processor);
	const track = {} as MediaStreamTrack;
	return { reads, take: () => oneFrame(track, (own) => own) };
}
const frame = () => ({ close: vi.fn() }) as unknown as VideoFrame;

test('[I1] a frame that comes in time is whose who asked; its reader is ended', async () => {
	const { reads, take } = browser();
	const taken = take();
	const one = frame();
	reads[0]?.give(one);
	expect(await taken).toBe(one);
	expect(one.close).not.toHaveBeenCalled();
	expect(reads).toMatchObject([{ ended: true, endedReading: false }]);
});

test('[I1] one that comes late is given back when it comes, and no reader is ended while it reads', async () => {
	const { reads, take } = browser();
	const taken = take();
	await vi.advanceTimersByTimeAsync(2000);
	expect(await taken).toBeNull();
	expect(reads).toMatchObject([{ ended: false }]);
	const one = frame();
	reads[0]?.give(one);
	await vi.advanceTimersByTimeAsync(0);
	expect(one.close).toHaveBeenCalledOnce();
	expect(reads).toMatchObject([{ ended: true, endedReading: false }]);
});

test('[I1] a camera that gives nothing is not asked for ever more; once it gives, or has ended, it is asked again', async () => {
	const { reads, take } = browser();
	for (let i = 0; i < 6; i++) {
		const taken = take();
		await vi.advanceTimersByTimeAsync(2000);
		expect(await taken).toBeNull();
	}
	expect(reads).toHaveLength(4);
	for (const read of reads) read.give(undefined);
	await vi.advanceTimersByTimeAsync(0);
	expect(reads.every(({ ended, endedReading }) => ended && !endedReading)).toBe(true);
	const taken = take();
	const one = frame();
	reads[4]?.give(one);
	expect(await taken).toBe(one);
});
