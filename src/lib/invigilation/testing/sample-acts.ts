// The acts of an attempt that runs, before anybody has done any.
import { STAFF_ACTS } from '../act-form.ts';
import type { ActsView } from '../acts-view.ts';

const POSSIBLE = STAFF_ACTS.filter((act) => act !== 'undo').map((act) => [act, null]);
const NOTHING = 'act.nothing-to-undo';

export const sampleActs = (changes: Partial<ActsView> = {}): ActsView => ({
	...{ now: 0, attempt: 'a', candidate: { id: 'c', name: '测试考生甲', admission: '20260001' } },
	...{ endsAt: 600_000, grantedMs: 0, grants: 0, lastGrantMs: null, lostMs: 0, disputes: 0 },
	...{ request: null, identity: 'unconfirmed', phone: null, judged: {} },
	whyNot: {
		...(Object.fromEntries(POSSIBLE) as ActsView['whyNot']),
		'answer-request': 'attempt.no-request',
		'unpair-phone': 'evidence.not-bound',
		'declare-lost': 'attempt.not-ended',
		'settle-details': 'act.nothing-to-settle'
	},
	whyNoUndo: {
		...{ 'allow-entry': NOTHING, 'waive-phone': NOTHING, 'grant-time': NOTHING },
		...{ 'declare-lost': NOTHING, 'confirm-identity': NOTHING }
	},
	...changes
});
