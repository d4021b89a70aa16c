import { describe, expect, test, vi } from 'vitest';
import { createMemoryLocks, type MemoryLocks } from '../../recording/testing/memory-locks.ts';
import { settle } from '../../shared/testing/manual-time.ts';
import { createOneTab } from './one-tab.ts';

/** A page that runs the attempt `a`, and what it went through. */
function page(locks: MemoryLocks, opening: () => Promise<unknown> = async () => true) {
	const seen: string[] = [];
	let opens = 0;
	const tab = createOneTab({
		locks,
		async open(isOver) {
			opens++;
			if (!(await opening())) return null;
			if (isOver()) seen.push('over');
			return {
				attempt: 'a',
				async run(stay) {
					seen.push('runs');
					await stay.over;
					seen.push('left');
				},
				close: () => seen.push('closed')
			};
		},
		elsewhere: () => seen.push('elsewhere'),
		anew: () => seen.push('anew'),
		failed: (problem) => seen.push(`failed ${String(problem)}`)
	});
	return { tab, seen, opens: () => opens };
}

/** The other tab of the browser. */
function otherTab(locks: MemoryLocks) {
	const { promise, resolve } = Promise.withResolvers<undefined>();
	void locks.tryHold('tab:a', () => promise);
	return { close: () => resolve(undefined) };
}

describe('[C15] an attempt runs in one tab', () => {
	test('a second one waits, however often it is asked, and then begins once', async () => {
		const locks = createMemoryLocks();
		const hold = vi.spyOn(locks, 'hold');
		const other = otherTab(locks);
		const { tab, seen } = page(locks);
		for (let n = 0; n < 3; n++) {
			tab.start();
			await settle();
		}
		expect(seen.splice(0)).toEqual(Array(3).fill(['closed', 'elsewhere']).flat());
		expect(hold).toHaveBeenCalledOnce();
		other.close();
		await settle();
		expect(seen).toEqual(['runs']);
		tab.leave('close');
		await settle();
		expect(seen).toEqual(['runs', 'left', 'closed']);
	});

	test('asked again while it is beginning, it begins once', async () => {
		const answer = Promise.withResolvers<boolean>();
		const { tab, seen, opens } = page(createMemoryLocks(), () => answer.promise);
		tab.start();
		tab.start();
		answer.resolve(true);
		await settle();
		tab.start();
		await settle();
		expect([opens(), seen]).toEqual([1, ['runs']]);
	});

	test('what found nothing to run, or failed, may be asked again', async () => {
		const answers = [async () => false, () => Promise.reject(new Error('away')), async () => true];
		const { tab, seen } = page(createMemoryLocks(), () => answers.shift()?.() ?? Promise.reject());
		for (let n = 0; n < 3; n++) {
			tab.start();
			await settle();
		}
		expect(seen).toEqual(['failed Error: away', 'runs']);
	});
});

describe('leaving', () => {
	test('[C8] to reopen: what ran is closed before it is opened again', async () => {
		const { tab, seen } = page(createMemoryLocks());
		tab.start();
		await settle();
		tab.leave('reopen');
		await settle();
		expect(seen).toEqual(['runs', 'left', 'closed', 'runs']);
		tab.leave('close');
		await settle();
	});

	test('[C1] somebody else’s: before it has begun it never does, and the page is loaded again', async () => {
		const answer = Promise.withResolvers<boolean>();
		const { tab, seen } = page(createMemoryLocks(), () => answer.promise);
		tab.start();
		tab.leave('anew');
		answer.resolve(true);
		await settle();
		expect(seen).toEqual(['over', 'closed', 'anew']);
		tab.start();
		await settle();
		expect(seen).toHaveLength(3);
	});

	test('[C1] … also while another tab holds it', async () => {
		const locks = createMemoryLocks();
		const other = otherTab(locks);
		const { tab, seen } = page(locks);
		tab.start();
		await settle();
		tab.leave('anew');
		other.close();
		await settle();
		expect(seen).toEqual(['closed', 'elsewhere', 'anew']);
	});

	test('a closed page begins nothing any more: neither by its wait nor by an answer that comes late', async () => {
		const locks = createMemoryLocks();
		const other = otherTab(locks);
		const answer = Promise.withResolvers<boolean>();
		const waiting = page(locks);
		const late = page(createMemoryLocks(), () => answer.promise);
		waiting.tab.start();
		late.tab.start();
		await settle();
		waiting.tab.leave('close');
		late.tab.leave('close');
		other.close();
		answer.resolve(true);
		await settle();
		expect([waiting.seen, late.seen]).toEqual([
			['closed', 'elsewhere'],
			['over', 'closed']
		]);
	});
});
