// The face login in the states that design/README.md asks for.
import { NINE } from '../../../exam/testing/facts.ts';
import { DEFAULT_TEXTS } from '../../../exam/default-texts.ts';
import type { FaceLoginView } from '../face-login-view.ts';
import type { FacePageData } from '../face-page-data.ts';

const MINUTE_MS = 60_000;
const STEPS_IN_ALL = 5;

export const facePageData = (changes: Partial<FacePageData> = {}): FacePageData => ({
	exam: {
		address: 'SL2026',
		title: {
			'zh-CN': '示例市 2026 年事业单位公开招聘面试',
			en: 'Sample City 2026 Public Institution Interviews'
		},
		kind: 'formal',
		supportPhone: '400-000-0000',
		sittingCode: 'SL0900',
		steps: 9
	},
	admission: '2026****0017',
	state: 'ready',
	refusals: 0,
	consent: { text: DEFAULT_TEXTS.consent, version: '0123456789abcdef', at: NINE - 29 * MINUTE_MS },
	now: NINE - 28 * MINUTE_MS,
	...changes
});

type Live = Extract<FaceLoginView, { kind: 'live' }>;

export function faceSamples(stream: MediaStream): Record<string, FaceLoginView> {
	const live = (changes: Partial<Live>): Live => ({
		...{ kind: 'live', stream, instruction: 'look-ahead', steps: ['front'] },
		lines: [
			{ of: 'alone', state: 'ok' },
			{ of: 'frontal', state: 'ok' },
			{ of: 'light', state: 'ok' }
		],
		...{ stepsInAll: STEPS_IN_ALL, progress: 0 },
		...changes
	});
	return {
		opening: { kind: 'opening', part: null },
		loading: { kind: 'opening', part: 0.4 },
		ahead: live({ instruction: 'hold-still', progress: 0.6 }),
		dark: live({
			instruction: 'more-light',
			lines: [
				{ of: 'alone', state: 'ok' },
				{ of: 'frontal', state: 'attention' },
				{ of: 'light', state: 'attention' }
			]
		}),
		alone: live({
			instruction: 'only-you',
			lines: [
				{ of: 'alone', state: 'attention' },
				{ of: 'frontal', state: 'idle' },
				{ of: 'light', state: 'idle' }
			]
		}),
		left: live({ instruction: 'turn-left', steps: ['front', 'blink', 'turn-left'], progress: 0.5 }),
		right: live({ instruction: 'turn-right', steps: ['front', 'turn-right'], progress: 0.3 }),
		mouth: live({ instruction: 'open-mouth', steps: ['front', 'open-mouth'] }),
		last: live({
			instruction: 'back-to-front',
			steps: ['front', 'blink', 'turn-left', 'open-mouth', 'front'],
			progress: 0.2
		}),
		checking: { kind: 'checking', stream },
		refused: { kind: 'refused', fault: 'other-person', triesLeft: 2 },
		waiting: { kind: 'waiting', blocked: false },
		blocked: { kind: 'waiting', blocked: true },
		in: { kind: 'in' },
		'camera-refused': { kind: 'failed', code: 'device.camera-refused', mayRetry: true },
		'camera-missing': { kind: 'failed', code: 'device.camera-missing', mayRetry: true },
		unreachable: { kind: 'failed', code: 'server.unreachable', mayRetry: true },
		unsupported: { kind: 'failed', code: 'device.unsupported', mayRetry: false },
		expired: { kind: 'failed', code: 'identity.expired', mayRetry: true },
		over: { kind: 'failed', code: 'identity.expired', mayRetry: false }
	};
}

/** A head that looks at us, as a camera would see it: no person's picture. */
export function drawnCamera(): MediaStream {
	const canvas = document.createElement('canvas');
	[canvas.width, canvas.height] = [640, 480];
	const pen = canvas.getContext('2d');
	const shape = (colour: string, ...[x, y, wide, high]: [number, number, number, number]): void => {
		if (!pen) return;
		pen.fillStyle = colour;
		pen.beginPath();
		pen.ellipse(x, y, wide, high, 0, 0, 2 * Math.PI);
		pen.fill();
	};
	if (pen) {
		pen.fillStyle = '#b9c4c9';
		pen.fillRect(0, 0, canvas.width, canvas.height);
	}
	shape('#51626d', 320, 520, 200, 130);
	shape('#2f3a41', 320, 200, 112, 140);
	shape('#d9b59c', 320, 225, 92, 125);
	for (const x of [286, 354]) shape('#2f3a41', x, 210, 9, 6);
	shape('#8c4a45', 320, 290, 24, 6);
	const stream = canvas.captureStream(5);
	// a canvas that is not drawn on sends no frame
	const timer = setInterval(() => shape('#8c4a45', 320, 290, 24, 6), 200);
	stream.getVideoTracks()[0]?.addEventListener('ended', () => clearInterval(timer));
	return stream;
}
