// A tone for the loudspeaker (C4): two notes, soft at both ends, so that nobody is startled.
const NOTES_HZ = [523.25, 659.25] as const;
const NOTE_S = 0.6;
const EDGE_S = 0.05;
const LOUDNESS = 0.25;

/** Call it inside a click. Resolves when it is over; never rejects: without a loudspeaker nobody hears it, that is all. */
export async function playTestTone(): Promise<void> {
	const context = new AudioContext();
	const begin = context.currentTime;
	NOTES_HZ.forEach((hertz, at) => {
		const from = begin + at * NOTE_S;
		const gain = new GainNode(context, { gain: 0 });
		gain.gain.setValueAtTime(0, from);
		gain.gain.linearRampToValueAtTime(LOUDNESS, from + EDGE_S);
		gain.gain.setValueAtTime(LOUDNESS, from + NOTE_S - EDGE_S);
		gain.gain.linearRampToValueAtTime(0, from + NOTE_S);
		const note = new OscillatorNode(context, { frequency: hertz });
		note.connect(gain).connect(context.destination);
		note.start(from);
		note.stop(from + NOTE_S);
	});
	await new Promise((resolve) => setTimeout(resolve, NOTES_HZ.length * NOTE_S * 1000));
	await context.close().catch(() => {});
}
