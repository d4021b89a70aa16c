// Looks for one time code in one film: frames are decoded in the reviewer's browser, around the moment at which the
// clocks say that it was shown; found, it is followed back to the first frame that has it.
import {
	MATROSKA,
	MP4,
	QTFF,
	WEBM,
	Input,
	UrlSource,
	VideoSampleSink,
	type InputVideoTrack,
	type VideoSample
} from 'mediabunny';
import { timecodesIn, type Box } from '../../evidence/browser/code-image.ts';

export interface TimecodeReader {
	/**
	 * @param code 24 digits
	 * @param aroundMs time in the film at which it should be
	 * @returns ms in the film of its first frame, or null: it is not there
	 */
	find(code: string, aroundMs: number): Promise<number | null>;
	close(): void;
}

const BEFORE_MS = 3000;
const AFTER_MS = 6000;
/** A code stands for 2 s: several looks at each. */
const LOOK_EVERY_MS = 200;
/** The frames in which a code may have begun before it was read. */
const KEPT_MS = 2500;
/** Two pictures of the place of the code that are alike: correlation. */
const ALIKE = 0.35;
/** The phone stands still: the next code is looked for near the last. */
const MARGIN = 0.6;

/** The codes of one film are late by about the same. */
const LIKELY_MS = 2200;

interface Known {
	readonly place: Box;
	readonly lateMs: number;
}

interface Frame {
	readonly ms: number;
	readonly canvas: OffscreenCanvas;
}

/** @param address of a seekable film */
export function createTimecodeReader(address: string): TimecodeReader {
	const input = new Input({ source: new UrlSource(address), formats: [WEBM, MATROSKA, MP4, QTFF] });
	const track = input.getPrimaryVideoTrack();
	let known: Known | null = null;

	/** Where the last code was, and as late as that one: a tenth of the work. Else everywhere. */
	async function find(code: string, aroundMs: number): Promise<number | null> {
		const video = await track;
		if (!video) return null;
		const whole = { from: aroundMs - BEFORE_MS, until: aroundMs + AFTER_MS };
		const last = known && aroundMs + known.lateMs;
		const likely = last === null ? null : { from: last - LIKELY_MS, until: last + LIKELY_MS };
		const seen =
			(known && likely && (await look(video, code, likely, known.place))) ??
			(await look(video, code, whole, null));
		if (seen) known = { place: seen.place, lateMs: seen.ms - aroundMs };
		return seen?.ms ?? null;
	}

	async function look(
		video: InputVideoTrack,
		code: string,
		within: { readonly from: number; readonly until: number },
		near: Box | null
	): Promise<{ readonly ms: number; readonly place: Box } | null> {
		const kept: Frame[] = [];
		let looked = -Infinity;
		for await (const frame of frames(video, within.from, within.until)) {
			while (kept[0] && frame.ms - kept[0].ms > KEPT_MS) kept.shift();
			kept.push(frame);
			if (frame.ms - looked < LOOK_EVERY_MS) continue;
			looked = frame.ms;
			const { canvas } = frame;
			const seen = await timecodesIn(canvas, near ? around(near, canvas) : undefined);
			const place = seen.find(({ text }) => text === code)?.box;
			if (place) return { ms: firstLike(kept, place), place };
		}
		return null;
	}

	return {
		find,
		close: () => {
			input.dispose();
		}
	};
}

async function* frames(
	track: InputVideoTrack,
	fromMs: number,
	untilMs: number
): AsyncGenerator<Frame> {
	const sink = new VideoSampleSink(track);
	for await (const sample of sink.samples(Math.max(0, fromMs / 1000), Math.max(0, untilMs / 1000)))
		yield frameOf(sample);
}

function frameOf(sample: VideoSample): Frame {
	const canvas = new OffscreenCanvas(sample.displayWidth, sample.displayHeight);
	const context = canvas.getContext('2d', { willReadFrequently: true });
	if (!context) throw new Error('no 2d context');
	sample.draw(context, 0, 0, canvas.width, canvas.height);
	sample.close();
	return { ms: sample.timestamp * 1000, canvas };
}

/** Read in the last frame; an encoder blurs the first ones, which are alike all the same. */
function firstLike(kept: readonly Frame[], box: Box): number {
	const last = kept.at(-1);
	if (!last) throw new Error('it was read in a frame');
	const wanted = greys(last.canvas, box);
	const before = kept.findLastIndex(
		({ canvas }) => correlation(greys(canvas, box), wanted) < ALIKE
	);
	return kept[before + 1]?.ms ?? last.ms;
}

function greys(canvas: OffscreenCanvas, { x, y, width, height }: Box): Float32Array {
	const context = canvas.getContext('2d', { willReadFrequently: true });
	const pixels = context?.getImageData(x, y, Math.max(1, width), Math.max(1, height)).data;
	// green is most of what the eye, and a code, is about
	return Float32Array.from(
		{ length: (pixels?.length ?? 0) / 4 },
		(_, at) => pixels?.[at * 4 + 1] ?? 0
	);
}

/** Pearson's, −1 to 1; 0 where one of them is even. */
function correlation(a: Float32Array, b: Float32Array): number {
	const [meanA, meanB] = [mean(a), mean(b)];
	let [both, ofA, ofB] = [0, 0, 0];
	a.forEach((value, at) => {
		const [da, db] = [value - meanA, (b[at] ?? 0) - meanB];
		both += da * db;
		ofA += da * da;
		ofB += db * db;
	});
	return ofA > 0 && ofB > 0 ? both / Math.sqrt(ofA * ofB) : 0;
}

const mean = (values: Float32Array): number =>
	values.reduce((sum, value) => sum + value, 0) / values.length;

function around({ x, y, width, height }: Box, canvas: OffscreenCanvas): Box {
	const [left, top] = [Math.max(0, x - width * MARGIN), Math.max(0, y - height * MARGIN)];
	return {
		x: Math.floor(left),
		y: Math.floor(top),
		width: Math.floor(Math.min(canvas.width - left, width * (1 + 2 * MARGIN))),
		height: Math.floor(Math.min(canvas.height - top, height * (1 + 2 * MARGIN)))
	};
}
