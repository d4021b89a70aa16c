// Loudness of a microphone, for the volume bar.

export interface LevelMeter {
	/** 0 (−60 dBFS and below) to 1 (−10 dBFS and above), of the last 20 ms. */
	level(): number;
	/** Null: nothing came since the last reading; the sound has not begun, or the computer holds it back. */
	read(): Loudness | null;
	close(): void;
}

export interface Loudness {
	readonly level: number;
	/** Not a sample of anything: even a silent room has noise. */
	readonly zero: boolean;
}

/**
 * Half of the last bit of 24: no converter's noise is below. Of exact zeros the browser's own filters make an echo that
 * fades for 3.4 s, of which half a second is louder than this (measured).
 */
const NOTHING = 6e-8;
const WINDOW = 1024;
const QUIETEST_DB = -60;
const LOUDEST_DB = -10;

export function createLevelMeter(stream: MediaStream): LevelMeter {
	const context = new AudioContext();
	const analyser = new AnalyserNode(context, { fftSize: WINDOW });
	context.createMediaStreamSource(stream).connect(analyser);
	const samples = new Float32Array(WINDOW);
	let readAt = 0;
	let level = 0;

	function read(): Loudness | null {
		// a context that was made without a touch sleeps until it may run
		if (context.state === 'suspended') void context.resume();
		const at = context.currentTime;
		if (at <= readAt) return null;
		readAt = at;
		analyser.getFloatTimeDomainData(samples);
		level = levelOf(samples);
		return { level, zero: isNothing(samples) };
	}

	return {
		level: () => read()?.level ?? level,
		read,
		close() {
			void context.close();
		}
	};
}

/** @param samples in [−1, 1] */
export function levelOf(samples: Float32Array): number {
	let squares = 0;
	for (const sample of samples) squares += sample * sample;
	const db = 10 * Math.log10(squares / samples.length || Number.MIN_VALUE);
	return Math.min(1, Math.max(0, (db - QUIETEST_DB) / (LOUDEST_DB - QUIETEST_DB)));
}

/** @param samples in [−1, 1] */
export const isNothing = (samples: Float32Array): boolean =>
	samples.every((sample) => Math.abs(sample) < NOTHING);
