import { expect, test } from 'vitest';
import { recordableTypes } from './codecs.ts';

const every = (): boolean => true;
const isMp4 = (mime: string): boolean => mime.startsWith('video/mp4');
/** Chromium 156 with free codecs alone: H.264 yes, AAC no. */
const isChromium = (mime: string): boolean => !mime.includes('mp4a');

test('[C15] the first of the list that the browser supports; a screen has no sound', () => {
	expect(recordableTypes('camera', every)?.[0]).toBe('video/webm;codecs=vp8,opus');
	expect(recordableTypes('screen', every)?.[0]).toBe('video/webm;codecs=vp8');
	expect(recordableTypes('camera', isMp4)?.[0]).toMatch(/avc1.*mp4a/);
	expect(recordableTypes('evidence', () => false)).toBeNull();
});

test('[P4] a phone films in H.264 where it can, then in VP8, in VP9 only if nothing else is left', () => {
	expect(recordableTypes('evidence', every)?.[0]).toBe('video/webm;codecs=h264,opus');
	expect(recordableTypes('evidence', isChromium)?.[0]).toBe('video/webm;codecs=h264,opus');
	// WebKit
	expect(recordableTypes('evidence', isMp4)?.[0]).toMatch(/mp4.*avc1.*mp4a/);
	// no H.264
	const free = recordableTypes('evidence', (mime) => /webm/.test(mime) && !/h264/.test(mime));
	expect(free?.[0]).toBe('video/webm;codecs=vp8,opus');
	const all = recordableTypes('evidence', every) ?? [];
	const vp9 = all.findIndex((mime) => mime.includes('vp9'));
	const others = all.map((mime, at) => (/h264|avc1|vp8/.test(mime) ? at : -1));
	expect(vp9).toBeGreaterThan(Math.max(...others));
});
