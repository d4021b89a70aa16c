// Who it is, a person says: pictures at a press, four things to look at, and the login that waits.
import { afterEach, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import type { ActRequest } from '../../invigilation/act-form.ts';
import { sampleActs } from '../../invigilation/testing/sample-acts.ts';
import { err, ok } from '../../shared/result.ts';
import { clear, cutTexts, seriousFaults, shoot, show } from '../../shared/ui/testing/show.ts';
import type { FacesView } from '../faces-view.ts';
import IdentityPanel from './IdentityPanel.svelte';

afterEach(clear);

const DOT =
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=';
const check: FacesView['checks'][number] = {
	...{ check: '00000000-0000-4000-8000-000000000001', verdict: 'person', fault: null, at: 0 },
	seen: { scores: [0.4], score: 0.4, frames: [{ step: 'front', at: 0, jpeg: DOT }] }
};
const faces: FacesView = {
	identity: 'unconfirmed',
	face: { consent: null, accepted: null, refusals: 3, askedAt: 1, admitted: null },
	...{ portrait: { type: 'image/png', base64: DOT }, checks: [check], noticed: [] }
};
function panel(answer: FacesView | null) {
	const asked: ActRequest[] = [];
	const look = vi.fn(async () => (answer ? ok(answer) : err('server.unreachable' as const)));
	const perform = async (request: ActRequest) => {
		asked.push(request);
		return ok(null);
	};
	return { asked, look, props: { view: sampleActs(), perform, look } };
}

test('[I4] the pictures come at a press and never by themselves: each look is on record', async () => {
	const { look, props } = panel(faces);
	await show(IdentityPanel, props);
	expect(look).not.toHaveBeenCalled();
	await page.getByRole('button', { name: '查看照片' }).click();
	await expect.element(page.getByRole('img', { name: '报名照片' })).toBeVisible();
	await expect.element(page.getByText(/登录核对：请人核对.*相似度 0.40/)).toBeVisible();
	expect(look).toHaveBeenCalledTimes(1);
	await shoot('identity-panel');
	expect(await seriousFaults()).toEqual([]);
	expect(cutTexts()).toEqual([]);
});

test('[I4] an identity is confirmed only when all four were looked at', async () => {
	const { asked, props } = panel(faces);
	await show(IdentityPanel, props);
	await page.getByText('确认身份', { exact: true }).first().click();
	const confirm = page.getByRole('button', { name: '确认身份' });
	await page.getByLabelText('理由').fill('与照片一致');
	for (const box of ['与报名照片是同一个人', '耳部、面部没有遮挡', '没有使用滤镜', '没有浓妆']) {
		await expect.element(confirm).toHaveAttribute('aria-disabled', 'true');
		await page.getByLabelText(box).click();
	}
	await confirm.click();
	await expect.poll(() => asked.length).toBe(1);
	expect(asked[0]).toMatchObject({
		...{ act: 'confirm-identity', reason: '与照片一致', samePerson: true },
		...{ earsAndFaceFree: true, noFilter: true, noHeavyMakeUp: true }
	});
});

test('[C6] the login that waits is let in, by the check that was looked at', async () => {
	const { asked, props } = panel(faces);
	await show(IdentityPanel, props);
	await page.getByRole('button', { name: '查看照片' }).click();
	await page.getByText('准许登录', { exact: true }).first().click();
	await page.getByLabelText('理由').fill('视频核对过本人');
	await page.getByRole('button', { name: '准许登录' }).click();
	await expect.poll(() => asked.length).toBe(1);
	expect(asked[0]).toMatchObject({ act: 'admit-face', check: check.check });
});

test('[I4] pictures that do not come are said so, and can be asked for again', async () => {
	const { props } = panel(null);
	await show(IdentityPanel, props);
	await page.getByRole('button', { name: '查看照片' }).click();
	await expect.element(page.getByText(/照片没有取到/)).toBeVisible();
});
