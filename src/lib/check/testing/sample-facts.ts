// An invented computer before an invented check, for tests and pictures.
import { DEFAULT_RULES } from '../../attempt/rules.ts';
import type { CheckFacts } from '../facts.ts';
import { needsOf } from '../needs.ts';

const MINUTE_MS = 60_000;

/** An exam with a phone, of an hour. */
export const SAMPLE_RULES = { ...DEFAULT_RULES, phone: 'required' } as const;
export const SAMPLE_NEEDS = needsOf(SAMPLE_RULES, 60 * MINUTE_MS, 'desktop');

export const GOOD_FACTS = {
	browser: {
		browser: 'Chrome 146',
		system: 'Windows',
		kind: { inApp: null, phone: false },
		missing: []
	},
	camera: {
		label: 'Integrated Camera (5986:212b)',
		width: 640,
		height: 480,
		frameRate: 15,
		virtual: false
	},
	microphone: { label: '内置麦克风', peak: 0.84, listenedMs: 4000, muted: false },
	speaker: 'heard',
	screens: { width: 1366, height: 768, several: false, count: null },
	fullScreen: 'entered',
	battery: { level: 0.92, charging: true },
	upload: { kbps: 6400, ms: 5000, bytes: 4_000_000 },
	latency: { latencyMs: 46, jitterMs: 8, clockAheadMs: -400 },
	storage: { freeBytes: 3_400_000_000, wroteBytes: 2_000_000 },
	recording: { ms: 10_000, bytes: 810_000 }
} as const satisfies CheckFacts;
