// C30: three minutes of a quiet film: nothing is told, and nobody is taken for somebody else.
import { candidateOf, startDemo } from '../lib/demo.ts';
import { expect, test } from '../lib/fixtures.ts';
import { watchedInterview } from '../lib/presence.ts';

const QUIET_MS = 180_000;

test('[C30] no signal in three quiet minutes, the start among them', async () => {
	const demo = await startDemo({ startIn: 100, minutes: 5, candidates: 2, face: true });
	const interview = await watchedInterview(demo.url, candidateOf(demo, 0), 'quiet');
	try {
		await interview.page.waitForTimeout(QUIET_MS);
		expect(interview.told).toEqual([]);
		expect(await interview.otherFaces()).toBe(0);
	} finally {
		await interview.close();
		await demo.stop();
	}
});
