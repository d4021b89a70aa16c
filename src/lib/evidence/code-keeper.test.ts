import { describe, expect, test } from 'vitest';
import type { ErrorCode } from '../shared/errors.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { manualTime, settle } from '../shared/testing/manual-time.ts';
import { createCodeKeeper, RENEW_BEFORE_MS, type PairingCode } from './code-keeper.ts';

const CODE_MS = 300_000;

function desk() {
	const time = manualTime();
	const asked: boolean[] = [];
	let failing: ErrorCode | null = null;
	let withdrawn = 0;
	const keeper = createCodeKeeper({
		clock: time,
		timers: time,
		random: () => 1,
		async ask(replace): Promise<Result<PairingCode, ErrorCode>> {
			asked.push(replace);
			if (failing) return err(failing);
			return ok({ code: `AAAAA-0000${asked.length}`, expiresAt: time.now() + CODE_MS });
		},
		withdraw: () => withdrawn++,
		changed: () => {}
	});
	return {
		...{ time, asked, keeper },
		fail: (code: ErrorCode | null) => (failing = code),
		withdrawn: () => withdrawn
	};
}

test('[C11] nothing is asked while no code is wanted', async () => {
	const { keeper, asked, time } = desk();
	keeper.want(null);
	await time.advance(CODE_MS);
	expect(keeper.view()).toBeNull();
	expect(asked).toEqual([]);
});

test('[C11] a code is asked for once, however often it is wanted', async () => {
	const { keeper, asked } = desk();
	keeper.want('bind');
	keeper.want('bind');
	expect(keeper.view()).toMatchObject({ state: 'asking', code: null, replaces: false });
	await settle();
	expect(keeper.view()).toMatchObject({ state: 'shown', code: { code: 'AAAAA-00001' } });
	expect(asked).toEqual([false]);
});

test('[P1] it is replaced in place a little before it ends, never blank between', async () => {
	const { keeper, time } = desk();
	keeper.want('bind');
	await time.advance(CODE_MS - RENEW_BEFORE_MS - 1);
	expect(keeper.view()?.code?.code).toBe('AAAAA-00001');
	await time.advance(1);
	expect(keeper.view()).toMatchObject({ state: 'shown', code: { code: 'AAAAA-00002' } });
	await time.advance(10 * CODE_MS);
	expect(keeper.view()?.state).toBe('shown');
});

describe('[C11] without a server', () => {
	test('says why, tries again at growing distances, and shows the code when it comes', async () => {
		const { keeper, asked, time, fail } = desk();
		fail('server.unreachable');
		keeper.want('bind');
		await settle();
		expect(keeper.view()).toMatchObject({ state: 'failed', failure: 'server.unreachable' });
		await time.advance(60_000);
		expect(asked.length).toBeGreaterThan(3);
		expect(asked.length).toBeLessThan(8);
		fail(null);
		await time.advance(31_000);
		expect(keeper.view()).toMatchObject({ state: 'shown', failure: null });
	});

	test('tries at once when the network is back, and not when nothing had failed', async () => {
		const { keeper, asked, fail } = desk();
		fail('server.unreachable');
		keeper.want('bind');
		await settle();
		fail(null);
		keeper.wake();
		await settle();
		expect(keeper.view()?.state).toBe('shown');
		keeper.wake();
		await settle();
		expect(asked).toHaveLength(2);
	});

	test('a code that has not ended stays; one that has is not shown any more', async () => {
		const { keeper, time, fail } = desk();
		keeper.want('bind');
		await settle();
		fail('server.unreachable');
		await time.advance(CODE_MS - 1);
		expect(keeper.view()).toMatchObject({ state: 'shown', failure: 'server.unreachable' });
		await time.advance(1);
		expect(keeper.view()).toMatchObject({ state: 'failed', code: null });
	});

	test('a server that never answers is asked again', async () => {
		const time = manualTime();
		let asked = 0;
		const keeper = createCodeKeeper({
			...{ clock: time, timers: time, random: () => 1 },
			ask: () => (asked++, new Promise(() => {})),
			withdraw: () => {},
			changed: () => {}
		});
		keeper.want('bind');
		await time.advance(30_000);
		expect(asked).toBe(2);
	});
});

test('[P5] another phone is asked for as such; not after all: the code is taken back', async () => {
	const { keeper, asked, withdrawn, time } = desk();
	keeper.want('replace');
	await settle();
	expect(keeper.view()).toMatchObject({ state: 'shown', replaces: true });
	keeper.want(null);
	expect(keeper.view()).toBeNull();
	expect(withdrawn()).toBe(1);
	await time.advance(CODE_MS);
	expect(asked).toEqual([true]);
});

test('[P1] a used code is gone without being withdrawn; the next wish gets a new one', async () => {
	const { keeper, asked, withdrawn } = desk();
	keeper.want('bind');
	await settle();
	keeper.used();
	expect(keeper.view()).toBeNull();
	expect(withdrawn()).toBe(0);
	keeper.want('replace');
	await settle();
	expect(keeper.view()?.code?.code).toBe('AAAAA-00002');
	expect(asked).toEqual([false, true]);
});

test('[P5] an answer to a wish that is over is not shown, and its code is taken back', async () => {
	const time = manualTime();
	let withdrawn = 0;
	const answers: ((code: Result<PairingCode, ErrorCode>) => void)[] = [];
	const keeper = createCodeKeeper({
		...{ clock: time, timers: time, random: () => 1 },
		ask: () => new Promise((resolve) => answers.push(resolve)),
		withdraw: () => withdrawn++,
		changed: () => {}
	});
	keeper.want('bind');
	keeper.want('replace');
	answers[0]?.(ok({ code: 'OLD', expiresAt: time.now() + CODE_MS }));
	await settle();
	expect(keeper.view()).toMatchObject({ state: 'asking', code: null });
	expect(withdrawn).toBe(0);
	keeper.want(null);
	answers[1]?.(ok({ code: 'LATE', expiresAt: time.now() + CODE_MS }));
	await time.advance(CODE_MS);
	expect(keeper.view()).toBeNull();
	expect(answers).toHaveLength(2);
	// once when it was not wanted any more, once when it was there all the same
	expect(withdrawn).toBe(2);
});
