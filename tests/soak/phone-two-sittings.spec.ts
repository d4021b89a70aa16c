// A phone that is bound to another sitting before its film of the first one was sent: that film goes up from the new page.
import { expect, test } from 'playwright/test';
import { logIn, walk } from '../lib/candidate.ts';
import { candidateOf, startDemo } from '../lib/demo.ts';
import { expectNothingLost, query, vaultParts } from '../lib/ledger.ts';
import {
	asPhone,
	bindByAddress,
	codeOn,
	passCheck,
	putAway,
	startFilming,
	takePhone
} from '../lib/phone.ts';
import { newProfile } from '../lib/real-chromium.ts';
import { pause } from '../lib/wish.ts';

const EVIDENCE_VAULT = 'duimian-evidence-recordings';

test('[P6] what a phone filmed for another sitting goes on uploading, and is named', async () => {
	const demo = await startDemo({ startIn: 90, minutes: 5, candidates: 2, phone: 'without-sweep' });
	const profiles = [];
	const codes: string[] = [];
	for (const index of [0, 1]) {
		const profile = await newProfile(async () => {});
		const desktop = await profile.open();
		profiles.push({ profile, desktop });
		await logIn(desktop.page, demo.url, candidateOf(demo, index));
		await walk(desktop.page, 'lot');
		codes.push(await codeOn(desktop.page));
	}
	const phone = await takePhone();
	await bindByAddress(phone.browser.page, demo.url, codes[0] ?? '');
	await passCheck(phone.browser.page);
	await startFilming(phone.browser.page);
	await pause(4000);
	const crashed = phone.browser.page;
	await crashed.goto('chrome://crash').catch(() => {});
	const page = await phone.browser.context.newPage();
	await crashed.close();
	await asPhone(page);
	await bindByAddress(page, demo.url, codes[1] ?? '');

	const film = await vaultParts(page, EVIDENCE_VAULT);
	expect(film.length).toBeGreaterThan(0);
	const named = (): Promise<unknown[]> =>
		query(
			demo.data,
			`select 1 from attempt_events where attempt_id = $1 and type = 'manifest.closed'`,
			[film[0]?.attempt ?? '']
		);
	await expect.poll(named, { timeout: 30_000 }).toHaveLength(1);
	await expect
		.poll(
			() =>
				query(demo.data, `select 1 from parts where attempt_id = $1 and verified_at is null`, [
					film[0]?.attempt ?? ''
				]),
			{ timeout: 30_000 }
		)
		.toEqual([]);
	await expectNothingLost(demo.data, await vaultParts(page, EVIDENCE_VAULT));

	await putAway(phone);
	for (const { profile, desktop } of profiles) {
		await desktop.close();
		await profile.remove();
	}
	await demo.stop();
});
