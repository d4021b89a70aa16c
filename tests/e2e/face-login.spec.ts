// C6, C7: the login by face before films of faces, with the real models on both sides.
import { randomUUID } from 'node:crypto';
import { request, type APIRequestContext } from 'playwright';
import { idPhoto } from '../../scripts/lib/face-photos.ts';
import { candidateOf, type DemoFacts } from '../lib/demo.ts';
import type { FilmName } from '../lib/face-films.ts';
import { beforeTheFilm } from '../lib/face-login.ts';
import { expect, expectAccessible, logIn, test } from '../lib/fixtures.ts';

const CANDIDATES = 9;
test.use({ demoOptions: { startIn: 1500, minutes: 5, candidates: CANDIDATES, face: true } });
test.setTimeout(360_000);

/** The film lasts 12 s, and each movement comes once in it; three movements, two looks ahead, the verdict. */
const LOGIN_MS = 120_000;
/** Something that is not done is given up after 20 s, and the models must have come before. */
const GIVEN_UP_MS = 90_000;

interface FaceChecks {
	readonly identity: string;
	readonly checks: readonly {
		readonly verdict: string;
		readonly fault: string | null;
		readonly seen: { readonly frames: readonly unknown[]; readonly score: number } | null;
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
	demo
}) => {
	await page.addInitScript(() => {
		const media = navigator.mediaDevices;
		media.getUserMedia = () => Promise.reject(new Error('the camera is asked for too early'));
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
	await page.getByLabel('账号').fill(candidate.account);
	await page.getByLabel('密码').fill(candidate.password);
	await page.getByRole('button', { name: '登录', exact: true }).click();
	await page.waitForURL('**/interview');
	const staff = await staffOf(demo);
	const log = await (
		await staff.get(`/proctor/attempts/${await attemptOf(staff, candidate.name)}`)
	).text();
	expect(log).toContain('考生不同意使用人脸');
	await staff.dispose();
});

test('[C6] the right person is let in, stays unconfirmed until a person has looked; replays are refused', async ({
	demo
}) => {
	const candidate = candidateOf(demo, 1);
	const person = await beforeTheFilm(demo.url, candidate, 'right');
	try {
		const { page } = person;
		await expect(page.getByText(/请看着镜头|请保持不动/).first()).toBeVisible({ timeout: 60_000 });
		await expectAccessible(page);
		await page.waitForURL('**/interview', { timeout: LOGIN_MS });
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
		const confirmed = await staff.post(`/api/face/attempts/${attempt}/confirm`, {
			data: {
				...{ act: randomUUID(), reason: '照片与本人一致' },
				...{ samePerson: true, earsAndFaceFree: true, noFilter: true, noHeavyMakeUp: true }
			}
		});
		expect(confirmed.status()).toBe(200);
		expect(await faces()).toMatchObject({ identity: 'confirmed' });
		await staff.dispose();

		// the same frames once more, by a client that is not ours
		const replayed = await sentBy(demo, candidate, (n) => person.frames[n]);
		expect(replayed).toMatchObject({ verdict: 'again', fault: 'not-live' });
	} finally {
		await person.close();
	}
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

const REFUSED: readonly (readonly [FilmName, shown: RegExp, refused: RegExp])[] = [
	['other', /正在核对|这次没有通过/, /与报名照片不像/],
	['two', /画面中只能有一个人/, /画面中只能有一个人/],
	['empty', /画面里看不到人脸/, /画面里看不到人脸/],
	['dark', /光线太暗/, /光线太暗/],
	['photo', /请眨一下眼|转头|请张一下嘴/, /没有看到(眨眼|转头|张嘴)/],
	['masked', /请张一下嘴/, /没有看到张嘴/]
];
for (const [index, [film, shown, refused]] of REFUSED.entries())
	test(`[C6] refused, in words of its own: ${film}`, async ({ demo }) => {
		const person = await beforeTheFilm(demo.url, candidateOf(demo, 3 + index), film);
		try {
			const { page } = person;
			await expect(page.getByRole('heading', { name: shown })).toBeVisible({ timeout: LOGIN_MS });
			await expect(page.getByText(refused).first()).toBeVisible({ timeout: GIVEN_UP_MS });
			await expect(page.getByRole('button', { name: '再试一次' })).toBeVisible({
				timeout: GIVEN_UP_MS
			});
			await expect(page.getByText(refused).first()).toBeVisible();
			await expect(page.getByRole('link', { name: '改用账号登录' }).first()).toBeVisible();
			await expectAccessible(page);
			expect(new URL(page.url()).pathname).toBe('/face');
			expect(person.wrong).toEqual([]);
		} finally {
			await person.close();
		}
	});

/** A whole check by a client of one's own, at a human's pace. @returns the server's verdict */
async function sentBy(
	demo: DemoFacts,
	candidate: DemoFacts['candidates'][number],
	frameOf: (n: number) => Buffer | undefined
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
			data: frameOf(n) ?? Buffer.alloc(0)
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
