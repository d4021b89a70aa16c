// Follows the loudness of whatever microphone is open, and when it was last heard.
import type { CaptureSource } from '../../recording/browser/capture.ts';
import { createLevelMeter, type LevelMeter } from '../../recording/browser/level-meter.ts';
import type { Millis } from '../../shared/clock.ts';

/** Quieter than this is a dead or muted microphone, not a silent person: rooms have noise. */
const HEARD_LEVEL = 0.02;

export interface MicrophoneEar {
	/** 0 to 1. */
	listen(source: CaptureSource | null, now: Millis): number;
	/** Null while no microphone is open. */
	heardAt(): Millis | null;
	close(): void;
}

export function createMicrophoneEar(): MicrophoneEar {
	let source: CaptureSource | null = null;
	let meter: LevelMeter | null = null;
	let heardAt: Millis | null = null;
	return {
		listen(next, now) {
			if (next !== source) {
				meter?.close();
				source = next;
				meter = next ? createLevelMeter(next.stream) : null;
				heardAt = next ? now : null;
			}
			const level = meter?.level() ?? 0;
			if (level > HEARD_LEVEL) heardAt = now;
			return level;
		},
		heardAt: () => heardAt,
		close() {
			meter?.close();
		}
	};
}
