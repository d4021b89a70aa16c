// Loudness of a microphone, for the volume bar.

export interface LevelMeter {
	/** 0 (−60 dBFS and below) to 1 (−10 dBFS and above), of the last 20 ms. */
	level(): number;
	close(): void;
}

const WINDOW = 1024;
const QUIETEST_DB = -60;
const LOUDEST_DB = -10;

export function createLevelMeter(stream: MediaStream): LevelMeter {
	const context = new AudioContext();
	const analyser = new AnalyserNode(context, { fftSize: WINDOW });
	context.createMediaStreamSource(stream).connect(analyser);
	const samples = new Float32Array(WINDOW);
	return {
		level() {
			// a context that was made without a touch sleeps until it may run
			if (context.state === 'suspended') void context.resume();
			analyser.getFloatTimeDomainData(samples);
			return levelOf(samples);
		},
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
