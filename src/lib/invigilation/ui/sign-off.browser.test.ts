// The sign-off of a room as the page shows it, over a server that answers, and one that does not.
import { afterEach, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { clear, cutTexts, seriousFaults, shoot, show } from '../../shared/ui/testing/show.ts';
import type { SignOffView } from '../sign-off.ts';
import { changingProps } from '../testing/changing-props.svelte.ts';
import SignOff from './SignOff.svelte';

afterEach(async () => {
	vi.restoreAllMocks();
	await clear();
});

const who = (name: string, count = 1) => ({ candidate: name, name, attempt: name, count });
const ready: SignOffView = {
	...{ now: 0, why: null, signatures: [], own: null, candidates: 3, violations: 1 },
	...{ running: [], toJudge: [], toReview: [], outstanding: [who('丙')] }
};
interface Said {
	readonly id: string;
	readonly name?: string;
}
/** Answers reads with `view`; to what is signed with each of these in turn, null: the answer is lost. */
function serving(view: () => SignOffView, ...answers: (number | null)[]): Said[] {
	const said: Said[] = [];
	vi.spyOn(window, 'fetch').mockImplementation(async (_, init) => {
		if (init?.method === 'GET') return Response.json({ v: 1, signOff: view() });
		said.push(JSON.parse(String(init?.body)) as Said);
		const status = answers.shift();
		if (status === null) throw new TypeError('lost');
		return Response.json({ v: 1, signOff: view() }, { status: status ?? 200 });
	});
	return said;
}

test('[I4] what stands in the way is named, and the button is grey with the reason', async () => {
	const toJudge = [who('甲', 2)];
	serving(() => ({ ...ready, why: 'room.incidents-open', toJudge, toReview: [who('乙')] }));
	await show(SignOff, { room: 'r' });
	await expect.element(page.getByText('异常没有判定：甲（2）', { exact: true })).toBeVisible();
	await expect.element(page.getByText('违规没有复核：乙（1）', { exact: true })).toBeVisible();
	await expect
		.element(page.getByText('录像还在上传，不影响签字：丙', { exact: true }))
		.toBeVisible();
	const sign = page.getByRole('button', { name: '签字', exact: true });
	await expect.element(sign).toHaveAttribute('aria-disabled', 'true');
	await shoot('sign-off');
	expect(await seriousFaults()).toEqual([]);
	expect(cutTexts()).toEqual([]);
});

test('[I4] in English there is one space after the colon', async () => {
	serving(() => ({ ...ready, running: [who('甲')], why: 'room.still-running' }));
	await show(SignOff, { room: 'r' }, { locale: 'en' });
	await expect.element(page.getByText('Not over yet: 甲', { exact: true })).toBeVisible();
});

test('[I4] a lost answer is asked again by the same id; the signature then stands by name', async () => {
	let view = ready;
	const said = serving(() => view, null, 200);
	await show(SignOff, { room: 'r' });
	await page.getByLabelText('签名').fill('王监督');
	await userEvent.keyboard('{Enter}');
	await expect.element(page.getByText('不知道是否记录成功')).toBeVisible();
	const entry = { id: 'e', name: '王监督', remark: '', at: 0, withdrawn: null };
	const by = { account: 'a', name: '王监督' };
	view = { ...ready, why: 'room.already-signed', own: 'e', signatures: [{ ...entry, by }] };
	await page.getByRole('button', { name: '重试' }).click();
	await expect.element(page.getByText(/王监督签字/)).toBeVisible();
	await expect.element(page.getByText('撤回签字')).toBeVisible();
	expect(said).toHaveLength(2);
	expect(said[0]).toEqual(said[1]);
	expect(said[0]?.name).toBe('王监督');
});

test('[I4] a colleague’s signature is there with the push that tells of it, whatever is still on its way', async () => {
	const by = { account: 'b', name: '李监督' };
	const signature = { id: 'e', name: '李监督', remark: '', at: 0, withdrawn: null, by };
	const answers: ((view: SignOffView) => void)[] = [];
	vi.spyOn(window, 'fetch').mockImplementation(async () => {
		const signOff = await new Promise<SignOffView>((resolve) => answers.push(resolve));
		return Response.json({ v: 1, signOff });
	});
	const { props, change } = changingProps({ room: 'r', version: 1 });
	await show(SignOff, props);
	await expect.poll(() => answers.length).toBe(1);
	change({ version: 2 });
	await expect.poll(() => answers.length).toBe(2);
	answers[1]?.({ ...ready, signatures: [signature] });
	await expect.element(page.getByText(/李监督签字/)).toBeVisible();
	answers[0]?.({ ...ready, candidates: 99 });
	await new Promise((resolve) => setTimeout(resolve, 50));
	expect(page.getByText(/李监督签字/).elements()).toHaveLength(1);
});
