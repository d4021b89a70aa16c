// Each container that a phone may record in goes the whole way: filmed on the phone's page, uploaded, made seekable,
// played by a reviewer. The phone's browser is told to know that one only.
import { logIn, walk } from '../lib/candidate.ts';
import { candidateOf } from '../lib/demo.ts';
import { auditorPage } from '../lib/faults.ts';
import { playFilm } from '../lib/film.ts';
import { expect, test } from '../lib/fixtures.ts';
import { filmedParts, query } from '../lib/ledger.ts';
import { bindByAddress, codeOn, passCheck, startFilming, touch } from '../lib/phone.ts';

test.use({ demoOptions: { startIn: 600, minutes: 5, phone: 'without-sweep' } });

const FILM_MS = 4000;

/** What the phone can record, and what a reviewer's browser is given. */
const FORMATS = [
	['video/webm;codecs=vp8,opus', 'video/webm'],
	['video/mp4;codecs=avc1.42E01E,opus', 'video/mp4'],
	// Matroska, as Chromium writes it
	['video/webm;codecs=h264,opus', 'video/mp4']
] as const;

for (const [index, [recorded, shown]] of FORMATS.entries())
	test(`[P4] evidence in ${recorded} plays as ${shown}`, async ({
		page,
		demo,
		newContext,
		browser
	}) => {
		await logIn(page, demo.url, candidateOf(demo, index));
		await walk(page, 'lot');

		const context = await newContext();
		await context.addInitScript((only) => {
			MediaRecorder.isTypeSupported = (mime) => mime === only;
		}, recorded);
		const phone = await context.newPage();
		await bindByAddress(phone, demo.url, await codeOn(page));
		await passCheck(phone);
		// the second touch of a double touch is not taken for it
		await phone.waitForTimeout(750);
		await startFilming(phone);
		await phone.waitForTimeout(FILM_MS);
		await touch(phone.getByRole('button', { name: '停止录制' }));
		await touch(phone.getByRole('dialog').getByRole('button', { name: '停止录制' }));

		const [last] = await query<{ attempt: string }>(
			demo.data,
			`select attempt_id as attempt from parts where track = 'evidence' order by started_at desc limit 1`
		);
		const parts = await filmedParts(demo.data, last?.attempt ?? '', 'evidence');
		expect(parts).toHaveLength(1);
		for (const part of parts) {
			const film = await playFilm(await auditorPage(browser, demo), part.id);
			console.log(`  ${part.mime}: ${JSON.stringify(film)}`);
			expect(film.type).toBe(shown);
			expect(film.durationS * 1000).toBeGreaterThan(FILM_MS - 1000);
		}
	});
