// Live pictures where no direct way is allowed: all three through a real coturn, with credentials that the server makes (I2).
import { randomBytes } from 'node:crypto';
import { findCoturn, startCoturn } from '../../scripts/lib/coturn.ts';
import { candidateOf, startDemo, type Demo } from '../lib/demo.ts';
import { expect, logIn, test as base } from '../lib/fixtures.ts';
import { keptDevice } from '../lib/kept-device.ts';
import { enterWithPhone, openLive, PHONE } from '../lib/proctor.ts';

const test = base.extend<object, { demo: Demo }>({
	demo: [
		async ({ demoOptions }, use) => {
			const secret = randomBytes(16).toString('hex');
			const coturn = await startCoturn(findCoturn() ?? '', secret);
			const demo = await startDemo({
				...demoOptions,
				env: { LIVE_TURN_URLS: coturn.url, LIVE_TURN_SECRET: secret, LIVE_RELAY_ONLY: '1' }
			});
			await use(demo);
			await demo.stop();
			await coturn.stop();
		},
		{ scope: 'worker', timeout: 120_000 }
	]
});

test.use({ demoOptions: { startIn: 120, minutes: 5, candidates: 1, phone: 'without-sweep' } });
// npm test installs it where it may, and says so where it may not
test.skip(findCoturn() === null, 'coturn is not installed');

const LIVE_WITHIN_MS = 3000;

test('[I2] relay only: all three live within three seconds, and the page says that they are relayed', async ({
	page: desktop,
	demo,
	newContext
}) => {
	const phone = await (await newContext(PHONE)).newPage();
	await enterWithPhone(desktop, phone, demo.url, candidateOf(demo, 0));
	const staff = await (await newContext()).newPage();
	await logIn(staff, demo.staff.invigilator);
	await staff.waitForURL('**/proctor');
	await staff.goto(`/proctor/attempts/${(await keptDevice(desktop)).attempt}`);
	const took = await openLive(staff);
	console.log(`  live after ${JSON.stringify(took)} ms, relayed`);
	await expect(staff.getByText('实时 · 中转')).toHaveCount(3, { timeout: 10_000 });
	expect(Math.max(...Object.values(took))).toBeLessThan(LIVE_WITHIN_MS);
});
