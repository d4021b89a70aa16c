import { expect, test } from 'vitest';
import { CHECK_LINES, type CheckLine } from '../integrity/passport.ts';
import { lineStands, summaryOf } from './lines.ts';
import { GOOD_FACTS, SAMPLE_NEEDS } from './testing/sample-facts.ts';

const input = { needs: SAMPLE_NEEDS, device: 'desktop', running: [] } as const;

test('[C4] the lines that need care come first, the others keep their order', () => {
	const facts = {
		...GOOD_FACTS,
		upload: { ...GOOD_FACTS.upload, kbps: 10 },
		speaker: 'not-heard'
	} as const;
	const stands = lineStands({ ...input, facts });
	const others = CHECK_LINES.filter((line) => line !== 'speaker' && line !== 'upload');
	expect(stands.map(({ line }) => line)).toEqual(['speaker', 'upload', ...others]);
	expect(summaryOf(stands, true)).toEqual({ kind: 'troubled', count: 2 });
});

test('[C4] what runs says so, whatever was found before', () => {
	const running: readonly CheckLine[] = ['camera'];
	const stands = lineStands({ ...input, facts: GOOD_FACTS, running });
	expect(stands.find(({ line }) => line === 'camera')?.state).toBe('running');
	expect(summaryOf(stands, true)).toEqual({ kind: 'running' });
});

test('[C4] a microphone that has heard nothing yet is listened to', () => {
	const microphone = { ...GOOD_FACTS.microphone, peak: 0, listenedMs: 100 };
	const stands = lineStands({ ...input, facts: { ...GOOD_FACTS, microphone } });
	expect(stands.find(({ line }) => line === 'microphone')?.state).toBe('running');
});

test('[C4] the heading: before the start, what waits for the candidate, all ready', () => {
	const { speaker: _s, fullScreen: _f, ...rest } = GOOD_FACTS;
	const stands = lineStands({ ...input, facts: rest });
	expect(summaryOf(stands, false)).toEqual({ kind: 'untouched' });
	expect(summaryOf(stands, true)).toEqual({ kind: 'waiting', count: 2 });
	const ready = lineStands({ ...input, facts: GOOD_FACTS });
	expect(summaryOf(ready, true)).toEqual({ kind: 'ready' });
	const several = { ...rest, screens: { ...GOOD_FACTS.screens, several: true } };
	expect(summaryOf(lineStands({ ...input, facts: several }), false).kind).toBe('troubled');
});
