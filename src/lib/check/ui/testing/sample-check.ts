// An invented device check for tests and pictures of its page.
import { NINE } from '../../../exam/testing/facts.ts';
import type { CheckFacts } from '../../facts.ts';
import { lineStands } from '../../lines.ts';
import { GOOD_FACTS, SAMPLE_NEEDS } from '../../testing/sample-facts.ts';
import type { CheckActions, CheckedExam, CheckView } from '../check-view.ts';

export const SAMPLE_EXAM: CheckedExam = {
	title: '示例市 2026 年事业单位公开招聘面试',
	kind: 'formal',
	sittingCode: 'SL0900',
	supportPhone: '400-000-0000',
	loginOpensAt: NINE - 30 * 60_000
};

const SAMPLE: Omit<CheckView, 'lines'> = {
	now: NINE - 68 * 60_000 - 5000,
	connection: { state: 'connected' },
	device: 'desktop',
	facts: GOOD_FACTS,
	needs: SAMPLE_NEEDS,
	started: true,
	measuring: false,
	uploadShare: null,
	picture: { state: 'off' },
	level: 0.52,
	test: { state: 'idle' },
	sounding: false,
	sounded: false,
	mayCountScreens: false,
	kept: { code: '7Z3K-Q0MA', at: NINE - 70 * 60_000 },
	ticked: ['alone', 'desk']
};

/** @param running lines that are being measured */
export function sampleCheck(
	changes: Partial<CheckView> = {},
	running: Parameters<typeof lineStands>[0]['running'] = []
): CheckView {
	const view = { ...SAMPLE, ...changes };
	const { facts, needs, device } = view;
	return { ...view, lines: lineStands({ facts, needs, device, running }) };
}

/** Only what asks nobody for leave. */
export const UNTOUCHED: CheckFacts = {
	browser: GOOD_FACTS.browser,
	screens: GOOD_FACTS.screens,
	battery: GOOD_FACTS.battery
};

export const NO_ACTIONS: CheckActions = {
	measure() {},
	record() {},
	closeRecording() {},
	playTone() {},
	answerTone() {},
	tryFullScreen() {},
	countScreens() {},
	tick() {}
};
