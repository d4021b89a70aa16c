// What the candidate's buttons send, with a session that answers when the test says so. In a browser because the acts
// are runes.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Command } from '../../live/requests.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { err, ok } from '../../shared/result.ts';
import { initialState, type AttemptState } from '../attempt-state.ts';
import type { AttemptSession } from '../browser/attempt-session.ts';
import { BEFORE, FROZEN, uuid, WHOLE_WAY } from '../testing/events.ts';
import { createRoomActs } from './room-acts.svelte.ts';

function fakeSession(state: AttemptState) {
	const listeners = new Set<() => void>();
	const outcomes = new Map<string, { refused: ErrorCode | null }>();
	const sent: Command[] = [];
	let stored: Promise<void> = Promise.resolve();
	const fake = {
		state,
		sent,
		woken: 0,
		lot: ok(undefined) as Awaited<ReturnType<AttemptSession['drawLot']>>,
		/** The device's store takes its time, or fails. */
		storing(promise: Promise<void>) {
			stored = promise;
		},
		answer(id: string, refused: ErrorCode | null = null) {
			outcomes.set(id, { refused });
			for (const listener of listeners) listener();
		}
	};
	const session = {
		view: () => ({ state: fake.state }),
		async command(type: string, data: object, payload?: unknown) {
			const id = uuid(sent.length + 1);
			sent.push({ id, clientAt: BEFORE, type, data, payload } as unknown as Command);
			await stored;
			return id;
		},
		pending: () => sent.filter(({ id }) => !outcomes.has(id)),
		outcomeOf: (id: string) => outcomes.get(id),
		drawLot: async () => fake.lot,
		wake: () => void fake.woken++,
		subscribe(listener: () => void) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		clock: { now: () => BEFORE }
	};
	return { fake, session: session as unknown as AttemptSession };
}

const at = (stage: AttemptState['stage']): AttemptState => ({
	...initialState(WHOLE_WAY),
	stage
});
const turn = (): Promise<void> => vi.advanceTimersByTimeAsync(0).then(() => undefined);

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	vi.useRealTimers();
});

describe('one act at a time', () => {
	test('[C10] a second click while the first is being kept sends nothing', async () => {
		const { fake, session } = fakeSession(at('process'));
		const kept = Promise.withResolvers<undefined>();
		fake.storing(kept.promise);
		const acts = createRoomActs(session, () => {});
		void acts.confirm();
		void acts.confirm();
		expect(acts.pending).toBe('confirm');
		kept.resolve(undefined);
		await turn();
		expect(acts.pending).toBeNull();
		expect(fake.sent.map(({ data }) => data)).toEqual([{ stage: 'process' }]);
	});

	test('one that fails on the device does not grey every button for good', async () => {
		const { fake, session } = fakeSession(at('information'));
		fake.storing(Promise.reject(new Error('no space')));
		const acts = createRoomActs(session, () => {});
		await expect(acts.dispute('专业有误')).rejects.toThrow('no space');
		expect(acts.pending).toBeNull();
	});

	test('[C13] the pledge goes with its signature, or ticked without one', async () => {
		const { fake, session } = fakeSession(at('pledge'));
		const acts = createRoomActs(session, () => {});
		await acts.sign({ way: 'typed', name: '测试考生甲' });
		await acts.sign(null);
		expect(fake.sent).toMatchObject([
			{ data: { way: 'typed' }, payload: { way: 'typed', name: '测试考生甲' } },
			{ data: { way: 'ticked' }, payload: null }
		]);
	});

	test('what the server refuses is shown, until the next act', async () => {
		const { fake, session } = fakeSession(at('notice'));
		const acts = createRoomActs(session, () => {});
		await acts.confirm();
		fake.answer(uuid(1), 'attempt.wrong-stage');
		acts.look();
		expect(acts.refused).toBe('attempt.wrong-stage');
		await acts.confirm();
		expect(acts.refused).toBeNull();
	});
});

describe('[C14] entry waits for the server', () => {
	test('granted: the button is free again and nothing is refused', async () => {
		const { fake, session } = fakeSession(at('gate'));
		const changed = vi.fn();
		const acts = createRoomActs(session, changed);
		void acts.confirm();
		await turn();
		expect(acts.pending).toBe('confirm');
		changed.mockClear();
		fake.answer(uuid(1));
		await turn();
		expect([acts.pending, acts.refused]).toEqual([null, null]);
		expect(changed).toHaveBeenCalled();
	});

	test('refused: the reason is shown', async () => {
		const { fake, session } = fakeSession(at('gate'));
		const acts = createRoomActs(session, () => {});
		void acts.confirm();
		await turn();
		fake.answer(uuid(1), 'attempt.entry-closed');
		await turn();
		expect([acts.pending, acts.refused]).toEqual([null, 'attempt.entry-closed']);
	});

	test('no answer for 12 s: it says so; pressed again, the same command is waited for', async () => {
		const { fake, session } = fakeSession({ ...initialState(FROZEN), stage: 'devices' });
		const acts = createRoomActs(session, () => {});
		void acts.confirm();
		await vi.advanceTimersByTimeAsync(12_000);
		expect([acts.pending, acts.refused]).toEqual([null, 'server.unreachable']);
		void acts.confirm();
		await turn();
		expect([acts.pending, acts.refused, fake.woken]).toEqual(['confirm', null, 1]);
		expect(fake.sent).toHaveLength(1);
		fake.answer(uuid(1));
		await turn();
		acts.look();
		expect([acts.pending, acts.refused]).toEqual([null, null]);
	});

	test('an answer after the 12 s takes the words back', async () => {
		const { fake, session } = fakeSession(at('gate'));
		const acts = createRoomActs(session, () => {});
		void acts.confirm();
		await vi.advanceTimersByTimeAsync(12_000);
		fake.answer(uuid(1));
		acts.look();
		expect(acts.refused).toBeNull();
	});
});

test('[C12] a lot that is not ready yet says so', async () => {
	const { fake, session } = fakeSession(at('lot'));
	const acts = createRoomActs(session, () => {});
	fake.lot = err('lot.not-ready');
	await acts.drawLot();
	expect([acts.pending, acts.refused]).toEqual([null, 'lot.not-ready']);
	fake.lot = ok(undefined);
	await acts.drawLot();
	expect(acts.refused).toBeNull();
});

test('[C20] [C21] messages and marks wait for nobody', async () => {
	const { fake, session } = fakeSession(at('gate'));
	const acts = createRoomActs(session, () => {});
	void acts.confirm();
	void acts.sendHelp('看不清');
	void acts.markAnswered(2);
	await turn();
	expect(fake.sent.map(({ type }) => type)).toEqual([
		...['stage.confirmed', 'help.sent', 'question.answered']
	]);
});

test('[C34] a comment waits for nobody; that it was refused is said, and a new one takes the words back', async () => {
	const { fake, session } = fakeSession(at('done'));
	const acts = createRoomActs(session, () => {});
	const comments = [acts.comment('a', '弹出了窗口'), acts.comment('a', '已经关掉了')];
	await Promise.all(comments);
	expect(fake.sent).toMatchObject([
		{ type: 'incident.commented', data: { incident: 'a' }, payload: { text: '弹出了窗口' } },
		{ data: { incident: 'a' }, payload: { text: '已经关掉了' } }
	]);
	fake.answer(uuid(2), 'attempt.commented-enough');
	acts.look();
	expect(acts.refused).toBe('attempt.commented-enough');
	await acts.comment('b', '断网');
	expect(acts.refused).toBeNull();
});
