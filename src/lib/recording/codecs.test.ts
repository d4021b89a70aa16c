import { expect, test } from 'vitest';
import { pickMime } from './codecs.ts';

test('[C15] the first of the list that the browser supports; a screen has no sound', () => {
	expect(pickMime('camera', () => true)).toBe('video/webm;codecs=vp8,opus');
	expect(pickMime('screen', () => true)).toBe('video/webm;codecs=vp8');
	expect(pickMime('camera', (mime) => mime.startsWith('video/mp4'))).toMatch(/avc1.*mp4a/);
	expect(pickMime('evidence', () => false)).toBeNull();
});
