// What every store of part bytes must do, the fake included.
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PartBytes } from '../ports.ts';
import { body, cutBody } from './bodies.ts';

export interface PartBytesUnderTest {
	readonly store: PartBytes;
	/** The same bytes seen by a process that has just started. */
	reopen(): Promise<PartBytes>;
	dispose(): Promise<void>;
}

const LIMIT = 10_000_000;
const sha256 = (data: Buffer): string => createHash('sha256').update(data).digest('hex');

export function partBytesContract(name: string, make: () => Promise<PartBytesUnderTest>): void {
	describe(`part bytes: ${name}`, () => {
		const attempt = randomUUID();
		const data = randomBytes(300_000);
		let under: PartBytesUnderTest;
		let store: PartBytes;
		let part: string;

		beforeEach(async () => {
			under = await make();
			store = under.store;
			part = randomUUID();
			await store.create(attempt, part);
		});
		afterEach(() => under.dispose());

		const send = (bytes: Buffer, offset: number, limit = LIMIT) =>
			store.append(attempt, part, offset, body(bytes), limit);

		test('[C15] a part that was never created has no size and takes nothing', async () => {
			const unknown = randomUUID();
			expect(await store.size(attempt, unknown)).toBeNull();
			const appended = await store.append(attempt, unknown, 0, body(data), LIMIT);
			expect(appended).toMatchObject({ ok: false, error: { code: 'part.not-found' } });
		});

		test('[C15] appends at the end, whatever the size of the pieces', async () => {
			expect(await send(data.subarray(0, 1), 0)).toEqual({ ok: true, value: 1 });
			expect(await send(data.subarray(1, 200_001), 1)).toEqual({ ok: true, value: 200_001 });
			expect(await send(data.subarray(200_001), 200_001)).toEqual({ ok: true, value: 300_000 });
			expect(await store.size(attempt, part)).toBe(300_000);
			expect(await store.digest(attempt, part)).toEqual({ bytes: 300_000, sha256: sha256(data) });
		});

		test('[C15] creating it again truncates nothing', async () => {
			await send(data, 0);
			expect(await store.create(attempt, part)).toBe(false);
			expect(await store.size(attempt, part)).toBe(300_000);
		});

		test('[C15] refuses a wrong offset with the one that holds, and writes nothing', async () => {
			await send(data.subarray(0, 1000), 0);
			for (const offset of [0, 999, 1001])
				expect(await send(data, offset)).toEqual({
					ok: false,
					error: { code: 'part.wrong-offset', size: 1000 }
				});
			expect((await store.digest(attempt, part)).sha256).toBe(sha256(data.subarray(0, 1000)));
		});

		test('[C15] keeps what came of a body that was cut off', async () => {
			const cut = cutBody(data.subarray(0, 123_456));
			const appended = await store.append(attempt, part, 0, cut, LIMIT);
			expect(appended).toEqual({ ok: true, value: 123_456 });
			expect(await send(data.subarray(123_456), 123_456)).toEqual({ ok: true, value: 300_000 });
			expect((await store.digest(attempt, part)).sha256).toBe(sha256(data));
		});

		test('[C15] writes nothing beyond the limit', async () => {
			expect(await send(data, 0, 250_000)).toEqual({
				ok: false,
				error: { code: 'part.too-large', size: 250_000 }
			});
			expect((await store.digest(attempt, part)).sha256).toBe(sha256(data.subarray(0, 250_000)));
			expect(await send(data.subarray(250_000), 250_000)).toEqual({ ok: true, value: 300_000 });
		});

		test('[C15] of two bodies for the same offset one is taken', async () => {
			const outcomes = await Promise.all([send(data, 0), send(data, 0), send(data, 0)]);
			expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(1);
			expect(await store.digest(attempt, part)).toEqual({ bytes: 300_000, sha256: sha256(data) });
		});

		test('[C15] a process that has just started goes on where the other stopped', async () => {
			await send(data.subarray(0, 150_000), 0);
			const again = await under.reopen();
			expect(await again.size(attempt, part)).toBe(150_000);
			await again.append(attempt, part, 150_000, body(data.subarray(150_000)), LIMIT);
			expect(await again.digest(attempt, part)).toEqual({ bytes: 300_000, sha256: sha256(data) });
		});

		test('[C24] a part that was set aside can be sent again from 0', async () => {
			await send(randomBytes(5000), 0);
			await store.setAside(attempt, part);
			expect(await store.size(attempt, part)).toBe(0);
			expect(await send(data, 0)).toEqual({ ok: true, value: 300_000 });
			expect((await store.digest(attempt, part)).sha256).toBe(sha256(data));
		});

		test('[C24] the digest can be asked for again, also after a release', async () => {
			await send(data.subarray(0, 100_000), 0);
			expect((await store.digest(attempt, part)).sha256).toBe(sha256(data.subarray(0, 100_000)));
			await store.release(attempt, part);
			await send(data.subarray(100_000), 100_000);
			expect((await store.digest(attempt, part)).sha256).toBe(sha256(data));
		});

		test('[C15] parts do not disturb each other', async () => {
			const other = randomUUID();
			await store.create(attempt, other);
			await Promise.all([send(data, 0), store.append(attempt, other, 0, body(data), LIMIT)]);
			await store.setAside(attempt, other);
			expect((await store.digest(attempt, part)).sha256).toBe(sha256(data));
		});
	});
}
