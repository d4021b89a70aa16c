// Follows the loudness of whatever microphone is open, and whether it is heard, silent or dead.
import { hear, soundOf, type Sound, type SoundHealth } from '../../integrity/sound-health.ts';
import type { CaptureSource } from '../../recording/browser/capture.ts';
import { createLevelMeter, type LevelMeter } from '../../recording/browser/level-meter.ts';

export interface MicrophoneEar {
	/** Several times a second. @returns 0 to 1 */
	listen(source: CaptureSource | null): number;
	/** Timed by `performance.now()`; null while no microphone is open, or nothing was heard of it yet. */
	sound(): Sound | null;
	close(): void;
}

export function createMicrophoneEar(): MicrophoneEar {
	let source: CaptureSource | null = null;
	let meter: LevelMeter | null = null;
	let health: SoundHealth | null = null;

	function change(next: CaptureSource | null): void {
		meter?.close();
		source = next;
		meter = next ? createLevelMeter(next.stream) : null;
		health = null;
	}

	return {
		listen(next) {
			if (next !== source) change(next);
			if (!source || !meter) return 0;
			const read = isMuted(source) ? { level: 0, zero: true } : meter.read();
			if (read) health = hear(health, { ...read, at: performance.now() });
			return read?.level ?? meter.level();
		},
		sound: () => health && soundOf(health),
		close() {
			meter?.close();
		}
	};
}

/** By the system, or by a switch that the system knows. */
const isMuted = ({ stream }: CaptureSource): boolean =>
	stream.getAudioTracks().some(({ muted }) => muted);
