// C6, C7: the login by face before films of faces, with the real models on both sides.
import { randomUUID } from 'node:crypto';
import { request, type APIRequestContext } from 'playwright';
import { idPhoto } from '../../scripts/lib/face-photos.ts';
import { candidateOf, type DemoFacts } from '../lib/demo.ts';
import type { FilmName } from '../lib/face-films.ts';
import { beforeTheFilm, expectLetIn } from '../lib/face-login.ts';
import { expect, expectAccessible, logIn, test } from '../lib/fixtures.ts';

const CANDIDATES = 9;
test.use({ demoOptions: { startIn: 1500, minutes: 5, candidates: CANDIDATES, face: true } });
test.setTimeout(360_000);

/** A check lives 90 s; before it the models have to come, after it the verdict. */
const LOGIN_MS = 120_000;
/** The models must have come before. */
const GIVEN_UP_MS = 90_000;
/** The words stay as long as what they are about. */
const STILL_MS = 3000;

interface FaceChecks {
	readonly identity: string;
	readonly checks: readonly {
		readonly verdict: string;
		readonly fault: string | null;
		readonly seen: {
			readonly frames: readonly { readonly jpeg: string }[];
			readonly score: number;
		} | null;
	}[];
}

/** What an invigilator is shown of a candidate's checks. */
async function staffOf(demo: DemoFacts) {
	const staff = await request.newContext({
		baseURL: demo.url,
		extraHTTPHeaders: { origin: demo.url }
	});
	const { account, password } = demo.staff.invigilator;
	await staff.post('/?/account', { form: { account, password }, maxRedirects: 0 });
	return staff;
}

async function attemptOf(staff: APIRequestContext, name: string): Promise<string> {
	const page = await (await staff.get('/proctor')).text();
	const row = page.slice(page.indexOf(name));
	const attempt = /\/proctor\/attempts\/([0-9a-f-]{36})/.exec(row)?.[1];
	if (!attempt) throw new Error(`no attempt of ${name}`);
	return attempt;
}

test('[C7] the two ways are equal, and consent comes before any use of the camera', async ({
	page,
	demo,
	expectedErrors
}) => {
	expectedErrors.push(/status of 400/);
	await page.addInitScript(() => {
		const { mediaDevices: media } = navigator;
		const ask = media.getUserMedia.bind(media);
		media.getUserMedia = (wish) => {
			sessionStorage.setItem('asked-for-the-camera', 'yes');
			return ask(wish);
		};
	});
	await page.goto('/');
	await expectAccessible(page);
	const candidate = candidateOf(demo, 0);
	await page.getByLabel('准考证号').fill(candidate.admission);
	await page.getByLabel('证件号后六位').fill('00000X');
	await page.getByRole('button', { name: '下一步：阅读说明' }).click();
	await expect(page.getByText('准考证号或证件号后六位不对')).toBeVisible();
	await expect(page.getByLabel('准考证号')).toHaveValue(candidate.admission);
	await page.getByLabel('证件号后六位').fill(candidate.idLastSix.toLowerCase());
	await page.getByRole('button', { name: '下一步：阅读说明' }).click();
	await expect(page.getByRole('heading', { name: '是否同意人脸登录' })).toBeVisible();
	await expectAccessible(page);
	await page.getByRole('button', { name: '不同意，用账号登录' }).click();
	await expect(page.getByLabel('密码')).toBeVisible();
	expect(await page.evaluate(() => sessionStorage.getItem('asked-for-the-camera'))).toBeNull();
	await page.getByLabel('账号').fill(candidate.account);
	await page.getByLabel('密码').fill(candidate.password);
	await page.getByRole('button', { name: '登录', exact: true }).click();
	await page.waitForURL('**/interview');
	const staff = await staffOf(demo);
	const log = await (
		await staff.get(`/proctor/attempts/${await attemptOf(staff, candidate.name)}/review`)
	).text();
	expect(log).toContain('考生不同意使用人脸');
	await staff.dispose();
});

test('[C6] the right person is let in, stays unconfirmed until a person has looked; replays are refused', async ({
	demo
}) => {
	const candidate = candidateOf(demo, 1);
	await beforeTheFilm({ url: demo.url, candidate, film: 'right' }, async (person) => {
		const { page } = person;
		await expect(page.getByText(/请看着镜头|请保持不动/).first()).toBeVisible({ timeout: 60_000 });
		await expectAccessible(page);
		await expectLetIn(person, LOGIN_MS);
		expect(person.steps[0]).toBe('front');
		expect([...person.steps].sort()).toEqual(
			[
				'blink',
				'front',
				'front',
				'open-mouth',
				person.steps.find((one) => one.startsWith('turn'))
			].sort()
		);
		expect(person.wrong).toEqual([]);

		const staff = await staffOf(demo);
		const attempt = await attemptOf(staff, candidate.name);
		const faces = async () =>
			(await (await staff.get(`/api/face/attempts/${attempt}`)).json()) as FaceChecks;
		const before = await faces();
		expect(before).toMatchObject({ identity: 'unconfirmed' });
		const [check] = before.checks;
		expect(check).toMatchObject({ verdict: 'accepted', fault: null });
		expect(check?.seen?.frames).toHaveLength(5);
		console.log(`  likeness ${check?.seen?.score}`);
		const confirmed = await staff.post(`/api/attempts/${attempt}/acts`, {
			data: {
				...{ v: 1, act: 'confirm-identity', id: randomUUID(), reason: '照片与本人一致' },
				...{ samePerson: true, earsAndFaceFree: true, noFilter: true, noHeavyMakeUp: true }
			}
		});
		expect(confirmed.status()).toBe(200);
		expect(await faces()).toMatchObject({ identity: 'confirmed' });
		await staff.dispose();

		// the same frames once more, by a client that is not ours
		const frames = check?.seen?.frames ?? [];
		const replayed = await sentBy(demo, candidate, (n) =>
			Buffer.from(frames[n]?.jpeg ?? '', 'base64')
		);
		expect(replayed).toMatchObject({ verdict: 'again', fault: 'not-live' });
	});
});

test('[C6] a patched client that sends the roster photo as every frame is refused', async ({
	demo
}) => {
	const photo = await idPhoto('a');
	const verdict = await sentBy(demo, candidateOf(demo, 2), (n) =>
		// a different file each time: a comment behind its start
		Buffer.concat([photo.subarray(0, 2), Buffer.from([0xff, 0xfe, 0, 3, n]), photo.subarray(2)])
	);
	expect(verdict).toMatchObject({ verdict: 'again', fault: 'not-live' });
});

/** What keeps a check from beginning costs nobody a try: the page says what to change, and goes on looking. */
const HELD_UP: readonly (readonly [FilmName, says: string])[] = [
	['two', '画面中只能有一个人'],
	['empty', '画面里看不到人脸'],
	['dark', '光线太暗']
];
for (const [index, [film, says]] of HELD_UP.entries())
	test(`[C6] not looked at further, in words of its own: ${film}`, async ({ demo }) => {
		const candidate = candidateOf(demo, 3 + index);
		await beforeTheFilm({ url: demo.url, candidate, film }, async (person) => {
			const { page } = person;
			await expect(page.getByRole('heading', { name: says })).toBeVisible({ timeout: GIVEN_UP_MS });
			await page.waitForTimeout(STILL_MS);
			await expect(page.getByRole('heading', { name: says })).toBeVisible();
			await expectAccessible(page);
			expect(new URL(page.url()).pathname).toBe('/face');
			expect(person).toMatchObject({ steps: [], wrong: [] });
		});
	});

const REFUSED: readonly (readonly [FilmName, says: RegExp])[] = [
	['other', /与报名照片不像/],
	['photo', /没有看到(眨眼|转头|张嘴)/],
	['masked', /没有看到张嘴。请摘下口罩/]
];
for (const [index, [film, says]] of REFUSED.entries())
	test(`[C6] refused, in words of its own: ${film}`, async ({ demo }) => {
		const candidate = candidateOf(demo, 6 + index);
		await beforeTheFilm({ url: demo.url, candidate, film }, async (person) => {
			const { page } = person;
			await expect(page.getByRole('button', { name: '再试一次' })).toBeVisible({
				timeout: LOGIN_MS
			});
			await expect(page.getByText(says).first()).toBeVisible();
			await expect(page.getByText('还可以再试 2 次')).toBeVisible();
			await expect(page.getByRole('link', { name: '改用账号登录' }).first()).toBeVisible();
			await expectAccessible(page);
			expect(new URL(page.url()).pathname).toBe('/face');
			expect(person.wrong).toEqual([]);
		});
	});

/** A whole check by a client of one's own, at a human's pace. @returns the server's verdict */
async function sentBy(
	demo: DemoFacts,
	candidate: DemoFacts['candidates'][number],
	frameOf: (n: number) => Buffer
): Promise<unknown> {
	const client = await request.newContext({
		baseURL: demo.url,
		extraHTTPHeaders: { origin: demo.url }
	});
	const { admission, idLastSix } = candidate;
	await client.post('/?/face', { form: { admission, idLastSix }, maxRedirects: 0 });
	const page = await (await client.get('/face')).text();
	const version = /name="version" value="([0-9a-f]+)"/.exec(page)?.[1];
	if (version) await client.post('/face?/agree', { form: { version }, maxRedirects: 0 });
	const begun = await client.post('/api/face/check');
	const { check } = (await begun.json()) as { check: string };
	for (let n = 0; n < 5; n++) {
		await new Promise((resolve) => setTimeout(resolve, 400));
		const kept = await client.put(`/api/face/check/${check}/${n}`, {
			headers: { 'content-type': 'image/jpeg' },
			data: frameOf(n)
		});
		expect(kept.status(), await kept.text()).toBe(200);
	}
	const judged = await client.post(`/api/face/check/${check}`, { data: { v: 1, gaveUp: null } });
	const verdict: unknown = await judged.json();
	await client.dispose();
	return verdict;
}

test('[C7] in an exam with a login by face the account way is as good', async ({ page, demo }) => {
	await page.goto('/?login=account');
	await logIn(page, candidateOf(demo, 0));
	await page.waitForURL('**/interview');
});
