// Real sound: Chromium's fake microphone, one that gives nothing but zeros, one that is gated down to a whisper of noise.
import { afterEach, expect, test } from 'vitest';
import { watchSound } from '../../integrity/browser/sound-watch.ts';
import type { CaptureSource } from '../../recording/browser/capture.ts';
import { every } from '../../shared/browser/every.ts';
import { createMicrophoneEar } from './microphone-ear.ts';

const ends: (() => void)[] = [];
afterEach(() => {
	for (const end of ends.splice(0)) end();
});

/** @param loudness of the noise; 0 = exact zeros */
function madeMicrophone(loudness: number): MediaStream {
	const context = new AudioContext();
	const buffer = context.createBuffer(1, context.sampleRate, context.sampleRate);
	const samples = buffer.getChannelData(0);
	for (let i = 0; i < samples.length; i++) samples[i] = (Math.random() * 2 - 1) * loudness;
	const source = new AudioBufferSourceNode(context, { buffer, loop: true });
	const destination = context.createMediaStreamDestination();
	source.connect(destination);
	source.start();
	ends.push(() => void context.close());
	return destination.stream;
}

/** Listens as the room does. */
function listenTo(stream: MediaStream) {
	const ear = createMicrophoneEar();
	const held = new Map<string, number>();
	const source = { stream } as CaptureSource;
	const listen = every(200, () => void ear.listen(source));
	const stop = watchSound({ clock: { now: () => Date.now() }, sound: ear.sound })({
		holds: (kind, holds, about) =>
			holds ? held.set(kind, held.get(kind) ?? about?.from ?? 0) : held.delete(kind),
		happened() {},
		told() {}
	});
	ends.push(listen, stop, ear.close);
	return { ear, held };
}

test('[C29] exact zeros are a dead microphone, told within 5 s, since they began', async () => {
	const begun = Date.now();
	const { ear, held } = listenTo(madeMicrophone(0));
	await expect.poll(() => [...held.keys()]).toEqual(['microphone-dead']);
	expect(Date.now() - begun).toBeGreaterThan(3000);
	expect((held.get('microphone-dead') ?? 0) - begun).toBeLessThan(1500);
	expect(ear.sound()?.state).toBe('dead');
});

test('[C29] a whisper of noise is silent, and not dead; a voice is neither', async () => {
	const quiet = listenTo(madeMicrophone(0.00002));
	const loud = listenTo(madeMicrophone(0.1));
	await expect.poll(() => [...quiet.held.keys()], { timeout: 8000 }).toEqual(['microphone-silent']);
	expect([...loud.held.keys()]).toEqual([]);
	expect(loud.ear.sound()?.state).toBe('heard');
});

test('[C29] the fake microphone is heard', async () => {
	const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
	ends.push(() => stream.getTracks().forEach((track) => track.stop()));
	const { ear, held } = listenTo(stream);
	await new Promise((resolve) => setTimeout(resolve, 5000));
	expect(ear.sound()?.state).toBe('heard');
	expect([...held.keys()]).toEqual([]);
});
