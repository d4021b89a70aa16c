// A candidate's desk in every state, as data for tests and pictures of the page.
import type { DeskCheck } from '../device-checks.ts';
import type { DeskAttempt, DeskHit, DeskView, Issued } from '../desk-view.ts';

const NOW = Date.UTC(2026, 10, 28, 1, 20, 0);
const MINUTE_MS = 60_000;
const ago = (minutes: number): number => NOW - minutes * MINUTE_MS;

const LINES: DeskCheck['lines'] = {
	...{ browser: 'ok', camera: 'ok', microphone: 'attention', speaker: 'ok', screens: 'ok' },
	...{ upload: 'ok', latency: 'ok', storage: 'ok', clock: 'failed', recording: 'unknown' }
};

const check: DeskCheck = {
	...{ device: 'desktop', checkedAt: ago(60), browser: 'Chrome 146', system: 'Windows' },
	...{ virtualCamera: false, screen: { width: 1920, height: 1080, several: false } },
	...{ uploadKbps: 9400, latencyMs: 23, jitterMs: 3, freeBytes: 84e9, clockAheadMs: -400 },
	lines: LINES,
	differs: null
};

export const sampleAttempt: DeskAttempt = {
	id: '00000000-0000-4000-8000-000000000001',
	stage: 'upload',
	enteredAt: ago(40),
	endsAt: ago(5),
	endedAt: ago(5),
	uploadedAt: null,
	lostAt: null,
	checks: [
		{ ...check, differs: ['camera', 'screens'] },
		{ ...check, checkedAt: ago(60 * 26) },
		{
			...check,
			...{
				device: 'phone',
				browser: 'Safari 20',
				system: 'iOS',
				uploadKbps: null,
				freeBytes: null
			},
			...{
				screen: { width: 390, height: 844, several: null },
				lines: { camera: 'ok', battery: 'attention' }
			}
		}
	],
	devices: [
		{
			...{ id: 'd1', device: 'desktop', label: 'Chrome 146 · Windows', state: 'in-charge' },
			...{ openedAt: ago(30), heardAt: ago(0) }
		},
		{
			...{ id: 'd2', device: 'phone', label: 'Safari 20 · iOS', state: 'in-charge' },
			...{ openedAt: ago(44), heardAt: ago(1) }
		},
		{
			...{ id: 'd3', device: 'desktop', label: 'Edge 146 · Windows', state: 'closed' },
			...{ openedAt: ago(58), heardAt: null }
		}
	],
	cuts: [
		{ kind: 'connection-lost', track: null, from: ago(31), until: ago(30) },
		{ kind: 'phone-interrupted', track: 'evidence', from: ago(20), until: null }
	],
	differences: [{ kind: 'device-differs', track: 'camera', from: ago(39), until: null }],
	backlog: [
		{
			track: 'camera',
			parts: 3,
			verified: 2,
			verifiedBytes: 93e6,
			missing: 1,
			missingBytes: 12.4e6
		},
		{ track: 'screen', parts: 3, verified: 3, verifiedBytes: 61e6, missing: 0, missingBytes: null },
		{ track: 'evidence', parts: 2, verified: 0, verifiedBytes: 0, missing: 2, missingBytes: null }
	],
	desktop: {
		at: ago(0),
		report: {
			...{ battery: { level: 0.64, charging: true }, savedTo: ago(5), safeTo: ago(12) },
			...{ backlogBytes: 12.4e6, roundTripMs: 31 }
		}
	},
	phone: {
		...{ facet: 'filming', lease: 'd2' },
		heard: {
			at: ago(1),
			report: {
				...{ page: 'filming', battery: { level: 0.21, charging: false }, sectors: null },
				...{ faceShare: null, savedTo: ago(1), safeTo: ago(9), awake: true }
			}
		}
	},
	dispute: {
		words: [{ at: ago(42), text: '报考岗位写错了，应为“综合管理”，准考证上是对的。' }],
		settledAt: null
	},
	handIns: [
		{ file: 'f', at: ago(2), by: '技术员乙', parts: 3, here: 2, fault: 'hand-in.truncated' }
	],
	grants: 0,
	disputes: 1,
	whyNot: {
		...{ 'settle-details': null, 'unpair-phone': 'attempt.already-ended' },
		...{ 'declare-lost': null, 'expect-again': 'act.nothing-to-undo' }
	}
};

export const sampleDesk: DeskView = {
	now: NOW,
	candidate: {
		...{ id: '00000000-0000-4000-8000-000000000002', name: '测试考生甲', admission: '20260017001' },
		...{ idEnd: '001X', position: '示例岗位（综合管理）', account: 'ZK20260017001' }
	},
	sitting: {
		title: { 'zh-CN': '示例单位公开招聘结构化面试', en: 'Sample structured interview' },
		...{ code: 'MS0917', kind: 'formal', room: '第一考场', startsAt: ago(25), endsAt: ago(5) }
	},
	login: { window: 'open', opensAt: ago(85) },
	sessions: [
		{ at: ago(30), what: 'opened', address: '203.0.113.8', by: null },
		{ at: ago(31), what: 'password', address: '192.0.2.4', by: '技术员乙' },
		{ at: ago(58), what: 'opened', address: '203.0.113.7', by: null }
	],
	attempt: sampleAttempt,
	may: {
		...{ password: true, handIn: true },
		acts: {
			...{ 'settle-details': true, 'unpair-phone': true },
			...{ 'declare-lost': true, 'expect-again': true }
		}
	}
};

const running: DeskAttempt = {
	...sampleAttempt,
	...{ stage: 'answer', endedAt: null, endsAt: NOW + 5 * MINUTE_MS, handIns: [] },
	dispute: { words: sampleAttempt.dispute?.words ?? [], settledAt: ago(3) },
	whyNot: {
		...{ 'settle-details': 'act.nothing-to-settle', 'unpair-phone': null },
		...{ 'declare-lost': 'attempt.not-ended', 'expect-again': 'act.nothing-to-undo' }
	}
};
const fresh: DeskAttempt = {
	...running,
	...{ stage: 'process', enteredAt: null, checks: [], devices: [], cuts: [], differences: [] },
	...{ backlog: [], desktop: null, dispute: null, disputes: 0 },
	phone: { facet: 'unbound', lease: null, heard: null },
	whyNot: { ...running.whyNot, 'unpair-phone': 'evidence.not-bound' }
};

/** By name. */
export const DESK_VIEWS: Readonly<Record<string, DeskView>> = {
	uploading: sampleDesk,
	running: { ...sampleDesk, attempt: running },
	fresh: { ...sampleDesk, attempt: fresh, sessions: [] },
	lost: {
		...sampleDesk,
		attempt: {
			...{ ...sampleAttempt, lostAt: ago(1) },
			whyNot: {
				...sampleAttempt.whyNot,
				'declare-lost': 'attempt.already-lost',
				'expect-again': null
			}
		}
	},
	nobody: {
		...{ ...sampleDesk, attempt: null, sessions: [] },
		login: { window: 'not-open', opensAt: NOW + 180 * MINUTE_MS }
	},
	auditor: {
		...sampleDesk,
		may: {
			...{ password: false, handIn: false },
			acts: {
				...{ 'settle-details': false, 'unpair-phone': false },
				...{ 'declare-lost': false, 'expect-again': false }
			}
		}
	}
};

export const sampleIssued = (fields: Partial<Issued> = {}): Issued => ({
	...{ password: 'abcd2345wxyz', account: 'ZK20260017001', issuedAt: NOW },
	...{ expiresAt: NOW + 60 * MINUTE_MS, again: false, ended: 1 },
	...fields
});

export const sampleHits = (count: number): DeskHit[] =>
	Array.from({ length: count }, (_, at) => ({
		...{
			candidate: `c${String(at)}`,
			name: '测试考生甲',
			admission: `2026001${String(at).padStart(4, '0')}`
		},
		...{ room: '第一考场', sittingCode: 'MS0917', startsAt: ago(25) },
		...(at % 3 === 0
			? { stage: null, phone: null, missing: 0, lost: false }
			: {
					stage: 'upload' as const,
					phone: 'filming' as const,
					missing: at % 5,
					lost: at % 7 === 0
				})
	}));
