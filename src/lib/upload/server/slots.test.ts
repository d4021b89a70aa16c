import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createMemory } from './short-memory.ts';
import { createSlots } from './slots.ts';

function slotsOf(maxOpen: number, idleMs = 60_000) {
	const disposed: string[] = [];
	const slots = createSlots<string>({
		maxOpen,
		idleMs,
		dispose: async (value) => void disposed.push(value)
	});
	const fill = (key: string) => slots.use(key, async (slot) => void (slot.value ??= key));
	return { slots, disposed, fill };
}

test('work on one key is done one after the other, on several at once', async () => {
	const { slots } = slotsOf(10);
	const steps: string[] = [];
	const work = (key: string) =>
		slots.use(key, async () => {
			steps.push(`+${key}`);
			await sleep(20);
			steps.push(`-${key}`);
		});
	await Promise.all([work('a'), work('a'), work('b')]);
	expect(steps.filter((step) => step.endsWith('a'))).toEqual(['+a', '-a', '+a', '-a']);
	expect(steps.indexOf('+b')).toBeLessThan(steps.indexOf('-a'));
	await slots.close();
});

test('work that fails does not hold up the next', async () => {
	const { slots } = slotsOf(10);
	const failed = slots.use('a', () => Promise.reject(new Error('no')));
	const next = slots.use('a', async () => 'done');
	await expect(failed).rejects.toThrow('no');
	expect(await next).toBe('done');
	await slots.close();
});

test('the one that was used longest ago goes first, one at work stays', async () => {
	const { slots, disposed, fill } = slotsOf(2);
	await fill('a');
	const busy = slots.use('a', () => sleep(50));
	await fill('b');
	await fill('c');
	expect(disposed).toEqual(['b']);
	await busy;
	await slots.close();
	expect(disposed.toSorted()).toEqual(['a', 'b', 'c']);
});

test('what is idle is closed', async () => {
	const { slots, disposed, fill } = slotsOf(10, 20);
	await fill('a');
	await sleep(100);
	expect(disposed).toEqual(['a']);
	await slots.close();
});

test('a memory forgets what is too old, and the oldest when it is full', () => {
	const memory = createMemory<number>(2);
	memory.put('a', 1, 100);
	expect(memory.get('a', 100)).toBe(1);
	expect(memory.get('a', 101)).toBeUndefined();
	memory.put('b', 2, 200);
	memory.put('c', 3, 300);
	expect(memory.get('a', 0)).toBeUndefined();
	expect(memory.get('c', 0)).toBe(3);
});
