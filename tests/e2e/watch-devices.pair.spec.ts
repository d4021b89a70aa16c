// What the watch notices of camera, microphone, devices and the computer itself (C28, C29, C31, C32), by films before the
// fake camera and by what the browser really does.
import { expectRecording } from '../lib/candidate.ts';
import { candidateOf } from '../lib/demo.ts';
import { expect, test } from '../lib/fixtures.ts';
import { troubleArgs, troubleBegins, withTroubleClock } from '../lib/trouble-films.ts';
import { expectNoted, watchedCandidate } from '../lib/watched.ts';

test.use({ demoOptions: { startIn: 5, minutes: 14, candidates: 3, lateMinutes: 60 } });
test.setTimeout(300_000);

// the sheets before the entry are other ones after the start: no test walks through them in that moment
test.beforeEach(async ({ demo }) => {
	await new Promise((resolve) =>
		setTimeout(resolve, Math.max(0, demo.sitting.startsAt + 500 - Date.now()))
	);
});

test('[C29] a camera that is covered, stands still, is dark; a microphone that is dead: said within 5 s', async ({
	demo
}) => {
	const watched = await watchedCandidate(
		demo.url,
		candidateOf(demo, 0),
		await troubleArgs(),
		withTroubleClock
	);
	const { page } = watched;
	try {
		const told = { covered: '遮挡', frozen: '不动', black: '全黑' } as const;
		for (const trouble of ['covered', 'frozen', 'black'] as const) {
			const began = await troubleBegins(page, trouble);
			await expect(page.getByText(new RegExp(told[trouble])).first()).toBeVisible();
			const said = Date.now() - began;
			const incident = await watched.noted(`camera-${trouble}`, began);
			console.log(
				`  camera-${trouble}: said after ${String(said)} ms, at the server after ${String(incident.seenAt - began)} ms`
			);
			expect(said).toBeLessThan(5500);
			expect(incident.seenAt - began).toBeLessThan(7500);
		}
		expect((await watched.incidents()).map(({ kind }) => kind)).toContain('microphone-dead');
		await expect(page.getByText(/录制中/).first()).toBeVisible();
	} finally {
		await watched.close();
	}
});

test('[C29] the permission is taken back: told, and the recording comes back at one touch', async ({
	demo
}) => {
	const watched = await watchedCandidate(demo.url, candidateOf(demo, 1));
	const { page, cdp } = watched;
	const permission = (setting: string): Promise<unknown> =>
		cdp.send('Browser.setPermission', {
			permission: { name: 'camera' },
			setting: setting as 'granted',
			origin: demo.url
		});
	try {
		await expectNoted(watched, 'device-ended', () => permission('denied'));
		await expect(page.getByRole('alertdialog')).toBeVisible();
		await permission('granted');
		await page.getByRole('alertdialog').getByRole('button').first().click();
		await expect(page.getByRole('alertdialog')).toBeHidden();
		await expect(page.getByText(/录制中/).first()).toBeVisible();
	} finally {
		await watched.close();
	}
});

test('[C28][C31][C32] a virtual camera, something dragged, a clock that is set, a reload, emptied storage', async ({
	demo
}) => {
	const watched = await watchedCandidate(demo.url, candidateOf(demo, 2), [], async (page) => {
		// Chromium's own camera has a name of its own: the driver's, as a virtual one would give it
		await page.addInitScript(() => {
			Object.defineProperty(MediaStreamTrack.prototype, 'label', {
				get: () => 'OBS Virtual Camera'
			});
		});
	});
	const { page, cdp } = watched;
	try {
		await watched.noted('virtual-camera', demo.sitting.startsAt);
		await expectNoted(watched, 'dragged', () =>
			page.evaluate(() =>
				document
					.querySelector('[data-paper] h1')
					?.dispatchEvent(new DragEvent('dragstart', { bubbles: true, cancelable: true }))
			)
		);
		// told only after two answers of the server: a computer that has slept looks the same for a moment
		const set = Date.now();
		await page.evaluate(() => {
			const real = Date.now;
			Date.now = () => real() + 3_600_000;
		});
		await watched.noted('clock-changed', set, 60_000);

		const reloaded = Date.now();
		page.once('dialog', (dialog) => void dialog.accept());
		await page.reload();
		await page.getByRole('button', { name: '重新共享屏幕' }).click();
		await watched.noted('page-reloaded', reloaded);

		// not while databases are being opened: Chromium may never answer this page again then (docs/spec/recording.md)
		await expectRecording(page);
		const emptied = Date.now();
		await cdp.send('Storage.clearDataForOrigin', { origin: demo.url, storageTypes: 'indexeddb' });
		const told = await watched.noted('storage-emptied', emptied, 30_000);
		console.log(`  storage-emptied: at the server after ${String(told.seenAt - emptied)} ms`);
	} finally {
		await watched.close();
	}
});
