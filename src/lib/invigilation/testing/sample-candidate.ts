// One candidate as the page of staff is told of them: invented, in the middle of an interview of 15 minutes.
import type { Permission } from '../../accounts/permissions.ts';
import type { CandidateView, CandidateIncident, CandidateLine } from '../candidate-view.ts';
import { sampleActs } from './sample-acts.ts';

export const T = Date.UTC(2026, 10, 23, 1, 0);
export const NOW = T + 379_000;
const MINUTE_MS = 60_000;

export const ROLES = {
	invigilator: [
		...(['room.view', 'recording.view', 'attempt.act', 'identity.judge', 'live.view'] as const),
		...(['chat.read', 'chat.write', 'incident.judge'] as const)
	],
	administrator: ['room.view', 'attempt.act', 'identity.judge', 'incident.judge', 'chat.read'],
	auditor: ['room.view', 'recording.view', 'live.view', 'chat.read']
} as const satisfies Record<string, readonly Permission[]>;

export const incident = (
	key: string,
	more: Partial<CandidateIncident> = {}
): CandidateIncident => ({
	...{ key, at: T + 60_000, until: T + 90_000, incident: 'looking-away', track: 'camera' },
	...{ times: 1, severity: 'attention', judgement: null },
	...more
});

const judged = (verdict: 'dismissed' | 'noted', at: number): CandidateIncident['judgement'] => ({
	...{ verdict, at, reviewed: false, times: 1 }
});

export const line = (
	seq: number,
	type: string,
	at: number,
	more: Partial<CandidateLine> = {}
): CandidateLine => ({ seq, type, at, data: {}, lateMs: 0, ...more });

export const LINES: readonly CandidateLine[] = [
	line(0, 'attempt.frozen', T - 900_000),
	line(1, 'stage.confirmed', T - 300_000, { data: { stage: 'devices' } }),
	line(2, 'phone.interrupted', T + 120_000, { data: { at: T + 120_000, why: 'hidden' } }),
	line(3, 'phone.filming', T + 165_000, { data: { since: T + 160_000 } }),
	line(4, 'time.granted', T + 200_000, {
		...{ data: { ms: MINUTE_MS }, by: '测试监督甲', reason: '楼内广播' }
	}),
	line(5, 'incident.judged', T + 130_000, {
		...{ data: { incident: 'away', verdict: 'dismissed', review: false } },
		...{ by: '测试监督甲', reason: '在看草稿纸' }
	}),
	line(6, 'incident.judged', T + 210_000, {
		...{ data: { incident: 'blurred', verdict: 'noted', review: false }, by: '测试监督乙' },
		erased: true
	}),
	line(7, 'incident.commented', T + 220_000, {
		...{ data: { incident: 'blurred' }, text: '系统弹出了更新提示。' }
	}),
	line(8, 'incident.commented', T + 230_000, { data: { incident: 'blurred' }, erased: true })
];

export const INCIDENTS: readonly CandidateIncident[] = [
	incident('away', { judgement: judged('dismissed', T + 130_000) }),
	incident('reloaded', {
		...{ at: T + 100_000, until: T + 100_000, incident: 'page-reloaded', track: null },
		severity: 'note'
	}),
	incident('blurred', {
		...{ at: T + 180_000, until: T + 187_000, incident: 'window-blurred', track: null },
		...{ times: 3, judgement: judged('noted', T + 210_000) }
	}),
	incident('faces', {
		...{ at: NOW - 33_000, until: null, incident: 'several-faces', severity: 'serious' }
	})
];

export const ATTEMPT = '00000000-0000-4000-8000-000000000001';

export function sampleCandidate(
	role: keyof typeof ROLES = 'invigilator',
	more: Partial<CandidateView> = {}
): CandidateView {
	const may: readonly Permission[] = ROLES[role];
	const sees = may.includes('recording.view');
	const faces = sees || may.includes('identity.judge');
	return {
		...{ now: NOW, epoch: 'e', attempt: ATTEMPT, seq: 8, may },
		candidate: { id: 'c', name: '测试考生丙', admission: '20260042', position: '综合管理岗' },
		room: { id: 'r', name: '第 3 考场' },
		acts: sampleActs(),
		...{ stage: 'answer', lot: 42, identity: 'unconfirmed', watched: false, unread: 0 },
		times: {
			...{ startsAt: T, endsAt: T + 16 * MINUTE_MS, enteredAt: T - MINUTE_MS, startedAt: T },
			...{ endedAt: null, chapters: [{ question: 1, at: T + 240_000 }] }
		},
		waits: [{ kind: 'to-judge', count: 1 }],
		devices: {
			desktop: {
				at: NOW - 2000,
				report: {
					...{ battery: { level: 0.92, charging: true }, backlogBytes: 1_200_000, roundTripMs: 46 },
					...{ savedTo: NOW - 1000, safeTo: NOW - 3000 }
				}
			},
			phone: 'filming',
			phoneHeard: {
				at: NOW - 1000,
				report: {
					...{ page: 'filming', battery: { level: 0.71, charging: false }, sectors: null },
					...{ faceShare: null, savedTo: NOW - 1000, safeTo: NOW - 4000, awake: true }
				}
			},
			computer: { browser: 'Chrome 146', system: 'Windows' },
			pictures: { camera: NOW - 2000, screen: NOW - 2000, evidence: NOW - 2000 }
		},
		...{ incidents: INCIDENTS, phoneNow: null, more: 0, lines: LINES, older: false },
		...(faces ? { login: { way: 'face', score: 0.71, portrait: true } } : {}),
		...(sees
			? { unwitnessed: [{ part: 'p', track: 'camera', from: T + 30_000, until: T + 45_000 }] }
			: {}),
		...(sees ? { sweep: null } : {}),
		...(may.includes('chat.read') ? { warnings: [] } : {}),
		...more
	};
}
