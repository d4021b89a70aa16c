import { expect, test, vi } from 'vitest';
import { rememberLooks } from './remembered-looks.ts';

test('[A4][I2] one look in ten minutes is recorded once, also of two at the same moment', async () => {
	let now = 0;
	const looks = rememberLooks({ now: () => now });
	const record = vi.fn(() => Promise.resolve());
	await Promise.all([looks.once('a', record), looks.once('a', record)]);
	await looks.once('b', record);
	now = 10 * 60_000 - 1;
	await looks.once('a', record);
	expect(record).toHaveBeenCalledTimes(2);
	now++;
	await looks.once('a', record);
	expect(record).toHaveBeenCalledTimes(3);
	// a clock that was put right is no reason to leave a look out
	now -= 3_600_000;
	await looks.once('a', record);
	expect(record).toHaveBeenCalledTimes(4);
});

test('[A4] what could not be recorded is not shown, to nobody who waits for it, and the next one tries again', async () => {
	const looks = rememberLooks({ now: () => 0 });
	const fails = (): Promise<void> => Promise.reject(new Error('no database'));
	const both = await Promise.allSettled([looks.once('a', fails), looks.once('a', fails)]);
	expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
	const record = vi.fn(() => Promise.resolve());
	await looks.once('a', record);
	expect(record).toHaveBeenCalledOnce();
});
