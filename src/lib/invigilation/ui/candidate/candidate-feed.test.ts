import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createDeviceClock } from '../../../live/browser/device-clock.ts';
import type { StaffConnectionEvents } from '../../../live/browser/staff-connection.ts';
import type { ErrorCode } from '../../../shared/errors.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import type { CandidateView } from '../../candidate-view.ts';
import { fakeWorld } from '../../testing/fake-candidate.ts';
import { line, NOW, sampleCandidate } from '../../testing/sample-candidate.ts';
import { createCandidateFeed, firstRead, type CandidateRead } from './candidate-feed.ts';

const SLOW_BY_MS = 600_000;
type Answer = Result<CandidateView, ErrorCode>;

beforeEach(() => {
	vi.useFakeTimers();
	// as the server's time is NOW, the computer's is ten minutes behind
	vi.spyOn(performance, 'timeOrigin', 'get').mockReturnValue(NOW - SLOW_BY_MS - performance.now());
});
afterEach(() => {
	vi.useRealTimers();
	vi.restoreAllMocks();
});

/** The server's time, as its clock goes on. */
const server = (): number => performance.timeOrigin + performance.now() + SLOW_BY_MS;
const read = (seq = 8, more: Partial<CandidateView> = {}): Answer =>
	ok(sampleCandidate('invigilator', { now: server(), seq, lines: [line(seq, 'x', NOW)], ...more }));

function open(view = sampleCandidate()) {
	const clock = createDeviceClock();
	const said: string[] = [];
	const asked: { readonly after: number; answer(told: Answer): Promise<void> }[] = [];
	let reads: CandidateRead[] = [];
	let socket: StaffConnectionEvents | null = null;
	const feed = createCandidateFeed(
		firstRead(view),
		{
			read: (one) => (reads = [...reads, one]),
			blind: (since) => said.push(`blind ${String(since)}`),
			refused: (code) => said.push(`refused ${String(code)}`),
			connected: (connected) => said.push(`connected ${String(connected)}`),
			...{ pushed: () => {}, picture: () => {} }
		},
		{
			connect(events) {
				socket = events;
				// as the real one does, before it is there
				events.stateChanged({ state: 'connecting' });
				return { ...fakeWorld(server).connect(events), clock };
			},
			read(after) {
				const { promise, resolve } = Promise.withResolvers<Answer>();
				asked.push({
					after,
					async answer(told) {
						resolve(told);
						await vi.advanceTimersByTimeAsync(0);
					}
				});
				return promise;
			}
		}
	);
	const events = socket as unknown as StaffConnectionEvents;
	/** The next reading is due and asked. */
	const again = async () => {
		feed.again();
		await vi.advanceTimersToNextTimerAsync();
		return asked.at(-1);
	};
	return { feed, clock, said, asked, reads: () => reads, events, again };
}

describe('[I2] what is read of a candidate', () => {
	test('goes on from the last line, one reading at a time', async () => {
		const { feed, asked, reads, again } = open();
		await again();
		feed.again();
		await vi.advanceTimersByTimeAsync(2000);
		expect(asked.map(({ after }) => after)).toEqual([8]);
		await asked[0]?.answer(read(9));
		await vi.advanceTimersByTimeAsync(0);
		expect(asked.map(({ after }) => after)).toEqual([8, 9]);
		expect(reads().map(({ lines }) => lines.at(-1)?.seq)).toEqual([9]);
	});

	test.each<[string, Partial<CandidateView>]>([
		['of a restored server', { epoch: 'restored' }],
		['with a hole behind what is here', { older: true }]
	])('%s is shown when all of it is there, however often that fails', async (_what, more) => {
		const { said, asked, reads, again } = open();
		await (await again())?.answer(read(900, more));
		await asked.at(-1)?.answer(err('server.unreachable'));
		expect(said.at(-1)).toBe(`blind ${String(NOW)}`);
		expect(reads()).toEqual([]);
		await (await again())?.answer(read(900, more));
		expect(asked.map(({ after }) => after)).toEqual([8, -1, -1]);
		expect(reads().map(({ lines }) => lines.map(({ seq }) => seq))).toEqual([[900]]);
		expect(said.at(-1)).toBe('blind null');
	});
});

describe('[I2] the server’s time, where sockets are blocked and the computer is ten minutes slow', () => {
	const off = ({ clock }: Pick<ReturnType<typeof open>, 'clock'>): number =>
		Math.abs(clock.now() - server());

	test('is known from what the page was made with, nearly', () => {
		expect(off(open(sampleCandidate('invigilator', { now: server() - 300 })))).toBeLessThan(2000);
	});

	test('and from each reading, better', async () => {
		const page = open(sampleCandidate('invigilator', { now: server() - 300 }));
		const reading = await page.again();
		await vi.advanceTimersByTimeAsync(40);
		const told = read();
		await vi.advanceTimersByTimeAsync(40);
		await reading?.answer(told);
		expect(off(page)).toBeLessThan(50);
	});

	test('also where what the page was made with had waited for minutes', async () => {
		const page = open(sampleCandidate('invigilator', { now: server() - 180_000 }));
		await (await page.again())?.answer(read());
		expect(off(page)).toBeLessThan(50);
	});
});

describe('[I4] after an act', () => {
	test('the page is of now only with what was asked after it', async () => {
		const { feed, asked, reads, again } = open();
		await again();
		const now = vi.fn();
		void feed.after().then(now);
		await asked[0]?.answer(read(8, { lines: [] }));
		expect(now).not.toHaveBeenCalled();
		// not gathered: a person waits for it
		expect(asked.map(({ after }) => after)).toEqual([8, 8]);
		await asked[1]?.answer(read(9));
		expect(now).toHaveBeenCalledOnce();
		expect(reads().at(-1)?.view.seq).toBe(9);
	});

	test.each<[string, Answer]>([
		['which could not be had', err('server.unreachable')],
		['which this person may not see any more', err('access.denied')]
	])('that waits no longer for an answer %s', async (_what, told) => {
		const { feed, asked } = open();
		const now = vi.fn();
		void feed.after().then(now);
		await vi.advanceTimersByTimeAsync(0);
		await asked[0]?.answer(told);
		expect(now).toHaveBeenCalledOnce();
	});
});

describe('[I2] an attempt that the server does not know any more, as one restored to before it', () => {
	test('is told as that, and not asked for until somebody comes back; then it may be there again', async () => {
		const { feed, said, asked, reads, again } = open();
		await (await again())?.answer(err('attempt.not-found'));
		expect(said.slice(-1)).toEqual(['refused attempt.not-found']);
		feed.again();
		await vi.advanceTimersByTimeAsync(20_000);
		expect(asked).toHaveLength(1);
		feed.wake();
		await vi.advanceTimersByTimeAsync(1000);
		await asked[1]?.answer(read(9));
		expect(said.at(-2)).toBe('refused null');
		expect(reads().at(-1)?.view.seq).toBe(9);
	});
});

describe('[I2] a page that is closed', () => {
	test('asks no more when what it had asked comes, and shows none of it', async () => {
		const { feed, asked, reads, again } = open();
		await again();
		// a change while it is under way: it would be asked again
		feed.again();
		feed.close();
		await asked[0]?.answer(read(9));
		feed.again();
		await vi.advanceTimersByTimeAsync(20_000);
		expect([asked.length, reads()]).toEqual([1, []]);
		expect(vi.getTimerCount()).toBe(0);
	});

	test('says nothing of an answer that failed, or that it had to begin anew', async () => {
		const answers: readonly Answer[] = [err('server.unreachable'), read(9, { epoch: 'restored' })];
		for (const told of answers) {
			const { feed, said, asked, again } = open();
			await again();
			feed.close();
			said.length = 0;
			await asked[0]?.answer(told);
			await feed.after();
			expect([asked.length, said]).toEqual([1, []]);
		}
	});
});
