import { beforeEach, expect, test } from 'vitest';
import { manualTime } from '../../shared/testing/manual-time.ts';
import type { PictureLook } from '../picture-health.ts';
import type { SignalDesk } from '../signal.ts';
import type { LookEvents } from './picture-looks.ts';
import { watchPicture } from './picture-watch.ts';

const STREAM = {} as MediaStream;
const OTHER = {} as MediaStream;
const GOOD = { light: 110, deviation: 50, edge: 60, difference: 1 };
const COVERED = { light: 80, deviation: 4, edge: 2, difference: 1 };

/** Server time is ten seconds ahead of the page's own. */
function setUp() {
	const time = manualTime();
	const opened: { stream: MediaStream; events: LookEvents; ended: boolean }[] = [];
	const held: string[] = [];
	const desk: SignalDesk = {
		holds(kind, holds, about) {
			const word = `${kind} ${holds ? String(about?.from) : 'over'}`;
			if (holds && !held.includes(word)) held.push(word);
			if (!holds && held.findLast((one) => one.startsWith(kind))?.endsWith('over') === false)
				held.push(word);
		},
		happened() {},
		told() {}
	};
	const watch = watchPicture({
		clock: { now: () => time.now() + 10_000 },
		monotonic: time.now,
		timers: time,
		openLooks(stream, events) {
			if (broken.is) throw new Error('an ended track');
			const one = { stream, events, ended: false };
			opened.push(one);
			return () => void (one.ended = true);
		}
	});
	async function look(stats: Omit<PictureLook, 'at'>, times = 1): Promise<void> {
		for (let i = 0; i < times; i++) {
			await time.advance(1000);
			opened.at(-1)?.events.looked({ ...stats, at: time.now() });
		}
	}
	const open = () => opened.filter(({ ended }) => !ended);
	return { time, watch, desk, held, opened, open, look };
}

const broken = { is: false };
let rig: ReturnType<typeof setUp>;
beforeEach(() => {
	broken.is = false;
	rig = setUp();
});

test('[C29] what cannot be opened now throws nothing at who follows, and is tried again', async () => {
	const { watch, opened, time } = rig;
	broken.is = true;
	expect(() => watch.follow(STREAM)).not.toThrow();
	broken.is = false;
	await time.advance(2000);
	expect(opened).toHaveLength(1);
	watch.close();
});

test('[C29] a covered camera is told from the first such picture, in server time, until it is free again', async () => {
	const { watch, desk, held, look, time } = rig;
	watch.adapter(desk);
	watch.follow(STREAM);
	await look(GOOD, 3);
	const from = time.now() + 1000 + 10_000;
	await look(COVERED, 4);
	expect(watch.trouble()).toBe('covered');
	expect(held).toEqual([`camera-covered ${String(from)}`]);
	await look(GOOD, 2);
	expect(watch.trouble()).toBeNull();
	expect(held.at(-1)).toBe('camera-covered over');
});

test('[C29] what was so before anybody was told of it is told from there on', async () => {
	const { watch, desk, held, look, time } = rig;
	watch.follow(STREAM);
	await look(COVERED, 20);
	expect(watch.trouble()).toBe('covered');
	const stop = watch.adapter(desk);
	expect(held).toEqual([`camera-covered ${String(time.now() + 10_000)}`]);
	stop();
	expect(held.at(-1)).toBe('camera-covered over');
	await look(COVERED, 2);
	expect(held).toHaveLength(2);
});

test('[C29] another camera, or none: what lasted is over, and what comes late of the former is not heard', async () => {
	const { watch, desk, held, look, opened, open } = rig;
	watch.adapter(desk);
	watch.follow(STREAM);
	await look(COVERED, 3);
	watch.follow(OTHER);
	watch.follow(OTHER);
	expect(open()).toHaveLength(1);
	expect(held.at(-1)).toBe('camera-covered over');
	const [former] = opened;
	for (let at = 1; at < 9; at++) former?.events.looked({ ...COVERED, at: 2_000_000 + at });
	former?.events.died();
	expect(watch.trouble()).toBeNull();
	await look(COVERED, 3);
	expect(watch.trouble()).toBe('covered');
	watch.follow(null);
	expect([watch.trouble(), open().length]).toEqual([null, 0]);
});

test('[C29] what looks and dies is opened again, what it had seen lasts; after a few times it is given up', async () => {
	const { watch, desk, held, look, opened, open, time } = rig;
	watch.adapter(desk);
	watch.follow(STREAM);
	await look(COVERED, 3);
	for (let death = 1; death <= 3; death++) {
		opened.at(-1)?.events.died();
		expect(open()).toHaveLength(0);
		expect(watch.trouble()).toBe('covered');
		await time.advance(2000);
		expect(open()).toHaveLength(1);
	}
	opened.at(-1)?.events.died();
	await time.advance(60_000);
	expect([opened.length, open().length, watch.trouble()]).toEqual([4, 0, null]);
	expect(held.at(-1)).toBe('camera-covered over');
	// another camera is another try
	watch.follow(OTHER);
	expect(open()).toHaveLength(1);
});

test('[C29] gone while it was to be opened again', async () => {
	const { watch, opened, time } = rig;
	watch.follow(STREAM);
	opened.at(-1)?.events.died();
	watch.close();
	await time.advance(60_000);
	expect(opened).toHaveLength(1);
});
