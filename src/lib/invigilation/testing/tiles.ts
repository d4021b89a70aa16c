// Tiles for tests: a candidate who answers and needs nobody, and what differs.
import { NO_INCIDENTS } from '../../integrity/incident-summary.ts';
import type { Heard, Tile } from '../tile.ts';
import type { WallView } from '../wall-view.ts';
import type { DesktopReport } from '../../live/device-messages.ts';

export const NOW = 1_796_000_000_000;

export const idOf = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

export const heard = (more: Partial<DesktopReport> = {}, at = NOW): Heard<DesktopReport> => ({
	at,
	report: {
		battery: { level: 0.88, charging: false },
		...{ savedTo: NOW, safeTo: NOW - 2000, backlogBytes: 200_000, roundTripMs: 38 },
		...more
	}
});

export const tile = (n: number, more: Partial<Tile> = {}): Tile => ({
	candidate: idOf(1_000_000 + n),
	name: `测试考生${String(n)}`,
	admission: `2026112800${String(n).padStart(3, '0')}`,
	attempt: idOf(2_000_000 + n),
	...{ stage: 'answer', need: 'running', cameraMs: 60_000, screenMs: 60_000, missingMs: 0 },
	...{ partsArrived: 1, partsAnnounced: 2, incidents: NO_INCIDENTS },
	...{ lot: n, answered: 1, endsAt: NOW + 600_000, identity: 'confirmed', worst: null },
	...{ toReview: 0, unread: 0, disputed: false, desktop: heard(), phone: 'filming' },
	...{ phoneHeard: null, pictures: { camera: null, screen: null, evidence: null }, watched: false },
	...more
});

export const notBegun = (n: number): Tile =>
	tile(n, {
		...{ attempt: null, stage: null, need: 'not-begun', lot: null, answered: 0, endsAt: null },
		...{ identity: 'unconfirmed', desktop: null, phone: 'unbound', partsAnnounced: 0 }
	});

export const incident = (
	severity: 'note' | 'attention' | 'serious',
	more: Partial<NonNullable<Tile['worst']>> = {}
): Tile['worst'] => ({
	...{ key: 'k', kind: 'several-faces', severity, from: NOW - 30_000, until: null },
	...more
});

export const wallView = (tiles: readonly Tile[], more: Partial<WallView> = {}): WallView => ({
	...{ now: NOW, epoch: idOf(9) },
	room: {
		...{ id: idOf(1), name: '第 3 考场' },
		exam: {
			id: idOf(2),
			title: { 'zh-CN': '示例市 2026 年事业单位公开招聘面试', en: 'Sample City 2026' },
			...{ kind: 'formal', sittingCode: 'DEMO-01' }
		},
		...{ startsAt: NOW - 600_000, endsAt: NOW + 521_000, loginOpensAt: NOW - 2_400_000 },
		...{ openedAt: NOW - 2_000_000, demandsInvigilator: false, prepared: [] }
	},
	me: {
		...{ account: idOf(5), name: '测试监督甲' },
		permissions: ['room.view', 'live.view', 'attempt.act', 'chat.read', 'chat.write']
	},
	people: [
		{ account: idOf(5), name: '测试监督甲', attempt: null },
		{ account: idOf(6), name: '测试监督乙', attempt: idOf(2_000_001) }
	],
	tiles,
	...more
});

const KINDS = ['several-faces', 'camera-covered', 'no-face'] as const;
/** Something of everything. */
export const MIXED_ROOM: readonly Tile[] = [
	tile(3),
	tile(17, { watched: true }),
	tile(21, { unread: 1 }),
	...[42, 8, 117].map((lot, n) =>
		tile(lot, {
			need: 'incidents',
			worst: incident('serious', { kind: KINDS[n] ?? 'no-face', from: NOW - 30_000 * (n + 1) })
		})
	),
	tile(63, { worst: incident('attention', { kind: 'full-screen-left', from: NOW - 18_000 }) }),
	tile(90, { desktop: heard({}, NOW - 47_000) }),
	tile(151, { phone: 'interrupted' }),
	tile(35, { identity: 'unconfirmed', stage: 'wait' }),
	notBegun(200)
];
