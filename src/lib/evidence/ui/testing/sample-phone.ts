// An invented phone in an invented exam, for tests and pictures of the pages.
import { uploadLine } from '../../../attempt/ui/testing/sample-room.ts';
import type {
	CheckView,
	EvidenceActions,
	EvidenceView,
	OfferView,
	PhoneUploadView,
	PhoneView,
	ScanView,
	SweepView
} from '../evidence-view.ts';

export const MINUTE_MS = 60_000;
export const STARTS_AT = Date.UTC(2026, 10, 28, 1, 0, 0);
export const ENDS_AT = STARTS_AT + 30 * MINUTE_MS;

export const CHECKED: CheckView = {
	camera: 'ok',
	microphone: 'ok',
	battery: { state: 'ok', level: 0.71, charging: true },
	storage: { state: 'ok', neededBytes: 210_000_000, freeBytes: 8_400_000_000 },
	network: 'ok',
	awake: 'held',
	browser: 'android-chrome',
	ready: true
};

export const SWEEP: SweepView = {
	state: 'ready',
	way: 'sensor',
	seen: Array.from({ length: 12 }, () => false),
	heading: null,
	advice: 'turn',
	faceShare: null,
	detector: 'loading',
	ms: 0,
	totalMs: null,
	noSensor: false,
	result: null
};

/** After so many sectors to the left of where it began. */
export const swept = (count: number): Pick<SweepView, 'seen' | 'heading'> => ({
	seen: Array.from({ length: 12 }, (_, sector) => (12 - sector) % 12 < count),
	heading: (12 - count) % 12
});

export const sampleUpload = (changes: Parameters<typeof uploadLine>[0] = {}): PhoneUploadView => ({
	line: uploadLine({
		...{ track: 'evidence', filmMs: 41 * MINUTE_MS, bytesPerSecond: 160_000 },
		...{ sentBytes: 141_200_000, totalBytes: 168_000_000, ...changes }
	}),
	allVerified: changes.state === 'done'
});

export const ALL_SENT = sampleUpload({
	...{ state: 'done', bytesPerSecond: null, sentBytes: 168_000_000 }
});

const SAMPLE_PHONE: PhoneView = {
	step: 'check',
	examTitle: '示例市 2026 年事业单位公开招聘面试',
	kind: 'formal',
	sittingCode: 'SL0900',
	supportPhone: '400-000-0000',
	now: STARTS_AT - 22 * MINUTE_MS,
	connection: { state: 'connected' },
	sitting: { startsAt: STARTS_AT, endsAt: ENDS_AT, state: 'before', endedAt: null },
	check: CHECKED,
	sweep: SWEEP,
	picture: { state: 'off' },
	film: {
		...{ state: 'idle', filmedMs: 0, interruptedAt: null, problem: null },
		...{ savedTo: null, safeTo: null, brightUntil: null, busy: false }
	},
	upload: { line: null, allVerified: false },
	finish: { state: 'not-over', until: null, desktopDone: false, published: false },
	key: null,
	mayShowKey: false,
	refused: null
};

export const samplePhone = (changes: Partial<PhoneView> = {}): PhoneView => ({
	...SAMPLE_PHONE,
	...changes
});

export const inPhone = (changes: Partial<PhoneView> = {}): EvidenceView => ({
	kind: 'phone',
	phone: samplePhone(changes)
});

export const sampleScan = (changes: Partial<ScanView> = {}): EvidenceView => ({
	kind: 'scan',
	scan: { camera: { state: 'off' }, busy: false, refused: null, typed: '', ...changes }
});

export const sampleOffer = (changes: Partial<OfferView> = {}): EvidenceView => ({
	kind: 'offer',
	offer: {
		...{ examTitle: SAMPLE_PHONE.examTitle, kind: 'formal', sittingCode: 'SL0900' },
		...{ candidate: '测***甲', replaces: false, other: null, busy: false, refused: null },
		...changes
	}
});

/** Says what was pressed. */
export function recordingActions(): EvidenceActions & { readonly calls: string[] } {
	const calls: string[] = [];
	return new Proxy({ calls } as unknown as EvidenceActions & { readonly calls: string[] }, {
		get: (target, name) =>
			name === 'calls'
				? target.calls
				: (...values: unknown[]): void => {
						// a click's event is no argument of an action
						const words = values.filter((value) => typeof value === 'string');
						calls.push([String(name), ...words].join(' '));
					}
	});
}
