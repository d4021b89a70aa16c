// The states of saving and of taking in, for tests and pictures of the components.
import type { HandInOutcome, PartOutcome } from '../hand-in-outcome.ts';
import type { HandInState } from '../ui/hand-in-state.ts';
import type { HandInTakeState } from '../ui/hand-in-take-controller.svelte.ts';

const NAME = '对面-SL0900-0017-20261128.duimian';

export const HAND_IN_STATES: Record<string, HandInState> = {
	idle: { kind: 'idle' },
	preparing: { kind: 'preparing' },
	writing: { kind: 'writing', done: 31_400_000, total: 84_100_000 },
	saved: { kind: 'saved', name: NAME, bytes: 84_101_312, unreadable: 0 },
	'saved-unreadable': { kind: 'saved', name: NAME, bytes: 84_101_312, unreadable: 1 },
	failed: { kind: 'failed', code: 'hand-in.not-written' }
};

const outcome = (...outcomes: PartOutcome[]): HandInOutcome => ({
	file: '00000000-0000-4000-8000-0000000000d1',
	attempt: '00000000-0000-4000-8000-0000000000a1',
	candidate: { name: '测试考生甲', admission: '20260100017' },
	sittingCode: 'SL0900',
	parts: outcomes.map((came, at) => ({
		id: `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`,
		track: at % 2 === 0 ? 'camera' : 'screen',
		startedAt: Date.UTC(2026, 10, 28, 0, 51, at),
		bytes: 84_100_000 + at,
		outcome: came,
		code: came === 'refused' ? 'part.not-yours' : null
	})),
	fault: outcomes.includes('damaged') ? 'hand-in.damaged' : null,
	commands: 1
});

export const HAND_IN_TAKE_STATES: Record<string, HandInTakeState> = {
	idle: { kind: 'idle' },
	sending: { kind: 'sending', name: NAME, sent: 31_400_000, total: 84_100_000, waiting: false },
	waiting: { kind: 'sending', name: NAME, sent: 31_400_000, total: 84_100_000, waiting: true },
	checking: { kind: 'checking', name: NAME, waiting: false },
	taken: { kind: 'taken', name: NAME, repeated: false, outcome: outcome('taken', 'taken') },
	repeated: {
		...{ kind: 'taken', name: NAME, repeated: true },
		outcome: outcome('already-here', 'already-here')
	},
	partly: {
		...{ kind: 'taken', name: NAME, repeated: false },
		outcome: outcome(
			...([
				'taken',
				'already-here',
				'damaged',
				'cut-off',
				'unreadable',
				'differs',
				'absent'
			] as const),
			'refused'
		)
	},
	nothing: { kind: 'taken', name: NAME, repeated: false, outcome: outcome() },
	failed: { kind: 'failed', name: '简历.pdf', code: 'hand-in.not-a-file' }
};
