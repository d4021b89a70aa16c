// A soft tone for staff, off until somebody presses: browsers let no page sound by itself. Not oftener than every 3 s.

const QUIET_MS = 3000;
const VOLUME = 0.12;
const TONES_HZ = [660, 880];
const TONE_S = 0.16;

export interface SoftSound {
	/** From within a press. */
	turnOn(): void;
	turnOff(): void;
	play(): void;
}

export function createSoftSound(): SoftSound {
	let context: AudioContext | null = null;
	let playedAt = -Infinity;

	function tone(of: AudioContext, hz: number, from: number): void {
		const [oscillator, gain] = [of.createOscillator(), of.createGain()];
		oscillator.frequency.value = hz;
		gain.gain.setValueAtTime(0, from);
		gain.gain.linearRampToValueAtTime(VOLUME, from + TONE_S / 4);
		gain.gain.linearRampToValueAtTime(0, from + TONE_S);
		oscillator.connect(gain).connect(of.destination);
		oscillator.start(from);
		oscillator.stop(from + TONE_S);
	}

	function play(): void {
		if (!context || performance.now() - playedAt < QUIET_MS) return;
		playedAt = performance.now();
		const { currentTime } = context;
		for (const [at, hz] of TONES_HZ.entries()) tone(context, hz, currentTime + at * TONE_S);
	}

	return {
		turnOn() {
			context ??= new AudioContext();
			// what is heard now is how loud it will be
			void context.resume().then(play, () => {});
		},
		turnOff() {
			void context?.close();
			context = null;
		},
		play
	};
}
