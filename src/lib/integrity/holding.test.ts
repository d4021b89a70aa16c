import { expect, test } from 'vitest';
import { manualTime } from '../shared/testing/manual-time.ts';
import { watchHolding } from './holding.ts';
import { fakeDesk } from './testing/fake-desk.ts';

test('[C25][C26] what holds is known at once, since when it began, and the desk hears all of it', async () => {
	const time = manualTime(1000);
	const desk = fakeDesk();
	const holding = watchHolding(desk, time);
	holding.desk.holds('full-screen-left', true);
	await time.advance(500);
	holding.desk.holds('full-screen-left', true);
	holding.desk.holds('several-displays', true, { from: 700 });
	holding.desk.happened('copied');
	expect(holding.since('full-screen-left')).toBe(1000);
	expect(holding.since('several-displays')).toBe(700);
	holding.desk.holds('full-screen-left', false);
	holding.desk.holds('full-screen-left', false);
	expect(holding.since('full-screen-left')).toBeNull();
	expect(desk.said).toEqual([
		'+full-screen-left',
		'+several-displays',
		'copied',
		'-full-screen-left'
	]);
});
