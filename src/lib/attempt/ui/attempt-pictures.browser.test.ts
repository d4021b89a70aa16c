// When this computer shows itself, and that what records never hears of it: a scripted clock and sender, a real camera.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openPictureTaker, type PictureTaker } from '../../live/browser/picture-taker.ts';
import type { DesktopPicture } from '../../live/small-picture.ts';
import type { CaptureSource } from '../../recording/browser/capture.ts';
import type { SentPart } from '../desktop-report.ts';
import type { Stage } from '../stage.ts';
import {
	createAttemptPictures,
	type AttemptPictures,
	type PicturedAttempt,
	type PicturedDesktop
} from './attempt-pictures.ts';

const PICTURE = new Blob(['a picture']);
const MB = 1_000_000;
/** A camera and its encoder on a busy machine. */
const PATIENT = { timeout: 10_000 };
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

let now: number;
let sent: string[];
let taken: DesktopPicture[];
let desktop: { state: PicturedDesktop['state'] };
let settle: (() => void)[];
const closings: (() => void)[] = [];

/** @param live whether its tracks run */
const live = (stream: MediaStream, muted = false) =>
	({ state: 'live', muted, source: { stream, live: true } as CaptureSource }) as const;
const OFF = { state: 'off', muted: false, source: null } as const;

const scripted: PictureTaker = {
	take: (track) => {
		taken.push(track);
		return Promise.resolve(PICTURE);
	},
	close() {}
};

function open(taker: PictureTaker = scripted, hold = false): AttemptPictures {
	const pictures = createAttemptPictures({ token: 'a token' }, desktop, {
		...{ monotonic: () => now, taker },
		send: async (token, track) => {
			sent.push(`${token} ${track}`);
			if (hold) await new Promise<void>((resolve) => settle.push(resolve));
		}
	});
	closings.push(pictures.close);
	return pictures;
}

const attempt = (stage: Stage = 'answer', state: 'connected' | 'lost' = 'connected') =>
	({ state: { stage }, connection: { state } }) satisfies PicturedAttempt;
const part = (backlog: number): SentPart[] => [{ bytes: backlog, acked: 0, verified: false }];

/** A tick every 200 ms, for so long. */
async function during(
	pictures: AttemptPictures,
	ms: number,
	of: PicturedAttempt | null = attempt(),
	backlog: (at: number) => number = () => 0
): Promise<void> {
	for (const until = now + ms; now < until; now += 200) {
		pictures.update(of, part(backlog(now)));
		await Promise.resolve();
	}
	await sleep(0);
}

beforeEach(() => {
	now = 1000;
	[sent, taken, settle] = [[], [], []];
	desktop = { state: { camera: live(new MediaStream()), screen: live(new MediaStream()) } };
});
afterEach(() => {
	for (const close of closings.splice(0)) close();
});

describe('[I1] a computer shows itself', () => {
	test('with a picture of each source every five seconds', async () => {
		const pictures = open();
		await during(pictures, 12_000);
		expect(sent).toEqual([0, 5, 10].flatMap(() => ['a token camera', 'a token screen']));
	});

	test.each([
		['before the devices’ page', attempt('gate'), 0],
		['on the devices’ page', attempt('devices'), 2],
		['while it waits', attempt('wait'), 2],
		['while it uploads', attempt('upload'), 0],
		['when another computer has its place', null, 0]
	])('%s', async (_when, of, count) => {
		await during(open(), 3000, of);
		expect(sent).toHaveLength(count);
	});

	test('of a source that is off, dead or held back there is none; one that is opened is shown at once', async () => {
		const stream = new MediaStream();
		const dead = { ...live(stream), source: { stream, live: false } as CaptureSource };
		desktop.state = { camera: live(stream, true), screen: OFF };
		const pictures = open();
		await during(pictures, 6000);
		desktop.state = { camera: dead, screen: OFF };
		await during(pictures, 6000);
		expect(taken).toEqual([]);
		desktop.state = { camera: OFF, screen: live(stream) };
		await during(pictures, 400);
		expect(taken).toEqual(['screen']);
	});
});

describe('[I1] it never disturbs the films', () => {
	test('while they do not get away none is made, and none is made up for afterwards', async () => {
		const pictures = open();
		await during(pictures, 400, attempt(), () => MB);
		expect(sent).toHaveLength(2);
		await during(pictures, 20_000, attempt(), (at) => MB + at * 200);
		expect(sent).toHaveLength(2);
		// it is worked off
		await during(pictures, 16_000, attempt(), (at) => 9 * MB - at * 200);
		expect(sent.length).toBeGreaterThan(2);
		expect(sent.length).toBeLessThanOrEqual(8);
	});

	test('without a connection none is made', async () => {
		const pictures = open();
		await during(pictures, 11_000, attempt('answer', 'lost'));
		expect([taken, sent]).toEqual([[], []]);
		await during(pictures, 5200);
		expect(sent).toHaveLength(2);
	});

	test('one that is on its way is the only one: the next is not queued behind it', async () => {
		const pictures = open(scripted, true);
		await during(pictures, 16_000);
		expect(sent).toHaveLength(2);
		for (const done of settle) done();
		await during(pictures, 5200);
		expect(sent).toHaveLength(4);
	});
});

describe('[C15] what records never hears of', () => {
	const reported = vi.fn((event: Event) => event.preventDefault());
	beforeEach(() => addEventListener('error', reported));
	afterEach(() => {
		removeEventListener('error', reported);
		reported.mockClear();
	});

	const refusing = (take: PictureTaker['take']): PictureTaker => ({ take, close() {} });

	test.each([
		[
			'that throws',
			refusing(() => {
				throw new Error('no canvas');
			})
		],
		['that fails', refusing(() => Promise.reject(new Error('no worker')))],
		['that is never done', refusing(() => new Promise(() => {}))]
	])('an encoder %s: the recorder of the same camera goes on', async (_how, taker) => {
		const stream = await navigator.mediaDevices.getUserMedia({ video: true, audio: true });
		desktop.state = { camera: live(stream), screen: OFF };
		let bytes = 0;
		let broken = false;
		const recorder = new MediaRecorder(stream);
		recorder.ondataavailable = ({ data }) => (bytes += data.size);
		recorder.onerror = () => (broken = true);
		recorder.start(200);
		const pictures = open(taker);
		for (let turn = 0; turn < 4; turn++) {
			expect(() => pictures.update(attempt(), [])).not.toThrow();
			now += 5000;
			await sleep(150);
		}
		const before = bytes;
		await expect.poll(() => bytes, PATIENT).toBeGreaterThan(before);
		expect([recorder.state, broken]).toEqual(['recording', false]);
		expect(stream.getTracks().map(({ readyState }) => readyState)).toEqual(['live', 'live']);
		recorder.stop();
		stream.getTracks().forEach((track) => track.stop());
	});

	test('a real picture of the camera that is being recorded', async () => {
		const stream = await navigator.mediaDevices.getUserMedia({ video: true });
		desktop.state = { camera: live(stream), screen: OFF };
		const recorder = new MediaRecorder(stream);
		recorder.start(200);
		const pictures = open(openPictureTaker());
		// one that comes late on a busy machine is none: the next turn makes another
		const turn = (): string | undefined => {
			pictures.update(attempt(), []);
			now += 1000;
			return sent[0];
		};
		await expect.poll(turn, { ...PATIENT, interval: 200 }).toBe('a token camera');
		expect(recorder.state).toBe('recording');
		expect(reported).not.toHaveBeenCalled();
		recorder.stop();
		stream.getTracks().forEach((track) => track.stop());
	});
});
