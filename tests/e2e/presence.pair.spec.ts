// C30, C7: of a quiet film nothing is told, and nothing is looked at once the candidate has taken their word back. What is
// found, and how soon, is measured alone (presence.alone.spec.ts); three minutes are in tests/soak.
import { candidateOf } from '../lib/demo.ts';
import { filmSeconds } from '../lib/face-films.ts';
import { expect, test } from '../lib/fixtures.ts';
import { watchedInterview } from '../lib/presence.ts';

// the last of them has the portrait of somebody else
test.use({ demoOptions: { startIn: 500, minutes: 5, candidates: 2, face: true } });
test.setTimeout(300_000);

test('[C30] nothing in a quiet film of the same length; [C7] taken back, nothing is looked at', async ({
	demo
}) => {
	const interview = await watchedInterview(demo.url, candidateOf(demo, 0), 'quiet');
	try {
		const { page, told } = interview;
		await page.waitForTimeout(filmSeconds('unquiet') * 1000);
		expect(told).toEqual([]);
		expect(await interview.otherFaces()).toBe(0);
		const workers = () => page.workers().filter((one) => one.url().includes('face')).length;
		expect(workers()).toBe(1);
		await page.getByRole('button', { name: '人脸查看中' }).click();
		await page.getByRole('button', { name: '撤回同意' }).click();
		await expect(page.getByText('您已撤回同意，不再查看。面试和录制照常进行。')).toBeVisible();
		await page.getByRole('button', { name: '关闭' }).click();
		await expect(page.getByText(/录制中/).first()).toBeVisible();
		await expect.poll(workers).toBe(0);
	} finally {
		await interview.close();
	}
});
