// 核对时间码: what is asked of the reader, and what the reviewer is shown of its answers.
import { afterEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import filmUrl from '../../../../tests/fixtures/film-6s.webm?url';
import { timecodesIn } from '../../evidence/browser/code-image.ts';
import { timecodeSymbol } from '../../evidence/browser/timecode-symbol.ts';
import { timecodeOf } from '../../evidence/timecode.ts';
import { clear, seriousFaults, shoot, show } from '../../shared/ui/testing/show.ts';
import { createTimecodeReader } from '../../recording/browser/timecode-reader.ts';
import type { Review } from '../review.ts';
import TimecodePanel from './TimecodePanel.svelte';
import { TimecodeCheck } from './timecode-check.svelte.ts';

const ATTEMPT = '00000000-0000-4000-8000-000000000001';
const T = Date.UTC(2026, 10, 23, 1, 0);
const codeAt = (at: number): string => timecodeOf({ attempt: ATTEMPT, at, parts: [] });
const line = (at: number): Review['log'][number] => ({
	...{ seq: 1, type: 'timecode.shown', at, lateMs: 0 },
	data: { at, code: codeAt(at), parts: [] }
});
const part = (id: string, startedAt: number, url: string | null): Review['parts'][number] => ({
	...{ id, track: 'evidence', startedAt: T + startedAt, durationMs: 200_000, status: 'playable' },
	...{ estimated: false, source: '', url }
});
// shown at 15, 130, 250 and 450 s; filmed from 0 to 200 s and from 240 s on; the last film is still on its way
const review = {
	attempt: ATTEMPT,
	log: [line(T + 15_000), line(T + 130_000), line(T + 250_000), line(T + 450_000)],
	parts: [part('a', 0, '/a'), part('b', 240_000, '/b'), part('c', 445_000, null)],
	clockGapMs: 120
};

/** A reader of films in which every code but the second is there, 400 ms late. */
function reader(asked: [string, string, number][]) {
	return (address: string) =>
		Promise.resolve({
			find(code: string, aroundMs: number) {
				asked.push([address, code, aroundMs]);
				return Promise.resolve(code === codeAt(T + 130_000) ? null : aroundMs + 400);
			},
			close() {}
		});
}

afterEach(clear);

test('[E4] each code is looked for in the film that covers its moment, and the film is moved by what was found', async () => {
	const asked: [string, string, number][] = [];
	const shifts: number[] = [];
	const check = new TimecodeCheck(review, (ms) => shifts.push(ms), reader(asked));
	expect(check.total).toBe(3);
	expect(check.findings).toMatchObject([{ kind: 'out-of-step', ms: 120, by: 'clocks' }]);
	await check.run();
	expect(asked).toEqual([
		['/a', codeAt(T + 15_000), 15_000],
		['/a', codeAt(T + 130_000), 130_000],
		['/b', codeAt(T + 250_000), 10_000]
	]);
	expect(shifts).toEqual([400]);
	expect(check.findings).toMatchObject([
		{ kind: 'codes-missing', at: T + 130_000, count: 1, total: 3 },
		{ kind: 'out-of-step', ms: 400, by: 'code' }
	]);
});

test('[E4] a film that cannot be read says so: nothing is claimed of what was not seen', async () => {
	const check = new TimecodeCheck(
		review,
		() => {
			throw new Error('not moved');
		},
		() => Promise.reject(new Error('no film'))
	);
	await check.run();
	expect(check.state).toBe('failed');
	expect(check.findings.map(({ kind }) => kind)).toEqual(['out-of-step']);
});

test('[E4] the reviewer is told both disagreements', async () => {
	const check = new TimecodeCheck(review, () => {}, reader([]));
	await show(TimecodePanel, { check });
	await page.getByRole('button', { name: '核对时间码' }).click();
	await expect.element(page.getByText('找到 2 / 3 次')).toBeVisible();
	await expect.element(page.getByText('按时间码，手机时间相差 0.4 秒')).toBeVisible();
	await expect.element(page.getByText('按两台设备的时钟，相差 0.1 秒')).toBeVisible();
	expect(await seriousFaults()).toEqual([]);
	await shoot('timecode-panel');
});

test('[P4] what the desktop draws is what the reader reads; a film without codes has none', async () => {
	const code = codeAt(T);
	const { size, path } = timecodeSymbol(code);
	const canvas = new OffscreenCanvas(200, 150);
	const context = canvas.getContext('2d');
	if (!context) throw new Error('no 2d context');
	context.fillStyle = '#fff';
	context.fillRect(0, 0, 200, 150);
	context.setTransform(3, 0, 0, 3, 120, 40);
	context.fillStyle = '#000';
	context.fill(new Path2D(path), 'evenodd');
	const [seen] = await timecodesIn(canvas);
	expect(seen?.text).toBe(code);
	expect(Math.abs((seen?.box.x ?? 0) - 123)).toBeLessThan(4);
	expect(size).toBe(18);

	const film = createTimecodeReader(filmUrl);
	expect(await film.find(code, 3000)).toBeNull();
	film.close();
});
