// One candidate's desk: every state, the password that is shown once, forms whose answers are lost, a network that is away.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { loginPageFor } from '../../accounts/landing.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { clear, cutTexts, seriousFaults, shoot, show } from '../../shared/ui/testing/show.ts';
import type { ActRequest } from '../../invigilation/act-form.ts';
import type { StaffAnswer } from '../../invigilation/browser/staff-api.ts';
import type { DeskView, Issued } from '../desk-view.ts';
import { DESK_VIEWS, sampleAttempt, sampleDesk, sampleIssued } from '../testing/sample-desk.ts';
import { createDeskCandidate } from './desk-candidate.svelte.ts';
import DeskHost from './testing/DeskHost.svelte';

type Answer<T> = Promise<Result<T, ErrorCode>>;

const issue = vi.fn<(id: string) => Answer<Issued>>();
const perform = vi.fn<(attempt: string, request: ActRequest) => Promise<StaffAnswer<unknown>>>();

beforeEach(() => {
	issue.mockReset();
	perform.mockReset();
});
afterEach(clear);

const text = (): string =>
	document.querySelector('main')?.textContent.replaceAll(/\s+/g, ' ') ?? '';
const button = (name: string) => page.getByRole('button', { name, exact: true });
async function open(view: DeskView, options: Parameters<typeof show>[2] = {}): Promise<void> {
	await show(DeskHost, { view, stale: null, issue, perform }, options);
}
/** In a window of its own, which leads back to this page: here may stand what is shown once. */
async function expectLoginBeside(): Promise<void> {
	const link = page.getByRole('link', { name: '重新登录' });
	await expect.element(link).toHaveAttribute('target', '_blank');
	await expect.element(link).toHaveAttribute('href', loginPageFor(new URL(location.href)));
}
async function expectFit(name: string): Promise<void> {
	await shoot(name);
	expect.soft(cutTexts()).toEqual([]);
	expect.soft(await seriousFaults()).toEqual([]);
}

describe.each([
	['laptop', 'zh-CN'],
	['desktop', 'zh-CN'],
	['laptop', 'en']
] as const)('at %s in %s', (size, locale) => {
	test.each(Object.keys(DESK_VIEWS))('[I5] shows a candidate who is %s', async (name) => {
		await open(DESK_VIEWS[name] ?? sampleDesk, { size, locale });
		await expectFit(`desk-${name}-${size}-${locale}`);
	});
});

describe('[C7][I5] the password', () => {
	test('is shown once, with its end, and copied; gone when it is hidden', async () => {
		issue.mockResolvedValueOnce(ok(sampleIssued()));
		const write = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
		await open(sampleDesk);
		await button('签发临时密码').click();
		await expect.poll(text).toContain('abcd2345wxyz');
		expect(text()).toContain('有效至');
		expect(text()).toContain('1 个登录');
		await expectFit('desk-password');
		await button('复制').click();
		expect(write).toHaveBeenCalledWith('abcd2345wxyz');
		await expect.poll(text).toContain('已复制');
		await button('收起').click();
		await expect.poll(text).not.toContain('abcd2345wxyz');
		expect(document.documentElement.outerHTML).not.toContain('abcd2345wxyz');
		write.mockRestore();
	});

	test('a browser that does not copy says so', async () => {
		issue.mockResolvedValueOnce(ok(sampleIssued()));
		const write = vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new Error('no'));
		await open(sampleDesk);
		await button('签发临时密码').click();
		await button('复制').click();
		await expect.poll(text).toContain('没有允许复制');
		write.mockRestore();
	});

	test('a lost answer is asked for again under the same id, and what comes says that it is new', async () => {
		issue.mockResolvedValueOnce(err('server.unreachable'));
		issue.mockResolvedValueOnce(ok(sampleIssued({ again: true })));
		issue.mockResolvedValueOnce(ok(sampleIssued()));
		await open(sampleDesk);
		await button('签发临时密码').click();
		await expect.poll(text).toContain('不知道有没有完成');
		await expectFit('desk-password-unknown');
		await button('再试一次').click();
		await expect.poll(text).toContain('那次签发的密码已经失效');
		await button('收起').click();
		await button('签发临时密码').click();
		await expect.poll(() => issue.mock.calls.length).toBe(3);
		const [[lost] = [], [again] = [], [next] = []] = issue.mock.calls;
		expect(again).toBe(lost);
		expect(next).not.toBe(lost);
	});

	test('a session that ended behind a lost answer settles nothing: the same id, and where to log in', async () => {
		issue.mockResolvedValueOnce(err('server.unreachable'));
		issue.mockResolvedValueOnce(err('access.login-required'));
		issue.mockResolvedValueOnce(ok(sampleIssued({ again: true })));
		await open(sampleDesk);
		await button('签发临时密码').click();
		await expect.poll(text).toContain('不知道有没有完成');
		await button('再试一次').click();
		await expect.element(page.getByRole('link', { name: '重新登录' })).toBeVisible();
		expect(text()).toContain('不知道有没有完成');
		await button('再试一次').click();
		await expect.poll(text).toContain('那次签发的密码已经失效');
		expect(new Set(issue.mock.calls.map(([id]) => id)).size).toBe(1);
	});

	test('two clicks ask once; a refusal stands in words, and the next press is another one', async () => {
		let answer = (_: Result<Issued, ErrorCode>): void => {};
		issue.mockImplementationOnce(() => new Promise((resolve) => (answer = resolve)));
		issue.mockResolvedValueOnce(ok(sampleIssued()));
		await open(sampleDesk);
		await button('签发临时密码').dblClick();
		expect(issue).toHaveBeenCalledTimes(1);
		answer(err('access.login-required'));
		await expect.poll(text).toContain('登录已失效');
		await expectLoginBeside();
		await button('签发临时密码').click();
		await expect.poll(text).toContain('abcd2345wxyz');
		const [[first] = [], [second] = []] = issue.mock.calls;
		expect(second).not.toBe(first);
	});

	test('warns where the login opens only after it has expired', async () => {
		issue.mockResolvedValueOnce(ok(sampleIssued()));
		await open(DESK_VIEWS['nobody'] ?? sampleDesk);
		await button('签发临时密码').click();
		await expect.poll(text).toContain('到时这个密码已经过期');
	});

	test('is not for whoever may not, and says why', async () => {
		await open(DESK_VIEWS['auditor'] ?? sampleDesk);
		await button('签发临时密码').click({ force: true });
		expect(issue).not.toHaveBeenCalled();
		expect(text()).toContain('您的账号没有这项权限');
	});
});

describe('[I5] an act', () => {
	const done = ok(null);
	const act = (name: string) => page.getByText(name, { exact: true }).first();
	const reason = () => page.getByLabelText('理由');
	/** The page as it stands in the room: told anew by a poll, and before an answer is shown. */
	async function openLive(first: DeskView) {
		let told = first;
		const desk = createDeskCandidate(first, () => Promise.resolve(ok(told)));
		await show(DeskHost, { desk, view: first, stale: null, issue, perform });
		return async (next: DeskView, isRead = true) => {
			told = next;
			if (isRead) await desk.readAgain();
		};
	}

	test('is opened, given a reason and done, by the keyboard', async () => {
		perform.mockResolvedValueOnce(done);
		await open(sampleDesk);
		act('处理完毕').element().focus();
		await userEvent.keyboard('{Enter}');
		await reason().fill(' 岗位已核对 ');
		await expectFit('desk-act');
		await userEvent.keyboard('{Enter}');
		await expect.poll(text).toContain('已记录：处理完毕');
		const [attempt, request] = perform.mock.calls[0] ?? [];
		expect(attempt).toBe(sampleAttempt.id);
		expect(request).toMatchObject({ act: 'settle-details', seen: { disputes: 1 } });
		expect(request?.reason.trim()).toBe('岗位已核对');
		// the next press says its own words
		await expect.element(reason()).toHaveValue('');
	});

	test('without a reason nothing is sent', async () => {
		await open(sampleDesk);
		await act('不再等待其余录像').click();
		await button('不再等待').click();
		expect(perform).not.toHaveBeenCalled();
	});

	test('[I4] speaks of what stood there when its form was opened, whatever is read again meanwhile', async () => {
		perform.mockResolvedValueOnce(err('act.overtaken'));
		perform.mockResolvedValueOnce(done);
		const running = DESK_VIEWS['running'] ?? sampleDesk;
		const another = { ...sampleAttempt.phone, lease: 'd9' };
		const tell = await openLive(running);
		await act('解除手机绑定').click();
		await reason().fill('考生换手机');
		// a colleague has unpaired it, and the candidate has bound another one
		const attempt = running.attempt && { ...running.attempt, phone: another };
		await tell({ ...running, attempt });
		await button('解除绑定').click();
		await expect.poll(text).toContain('另一位工作人员刚刚处理过');
		expect(perform.mock.calls[0]?.[1]).toMatchObject({ seen: { lease: 'd2' } });
		// told so, the person has the present phone before them
		await expect.element(reason()).toHaveValue('考生换手机');
		await button('解除绑定').click();
		await expect.poll(text).toContain('已记录：解除手机绑定');
		expect(perform.mock.calls[1]?.[1]).toMatchObject({ seen: { lease: 'd9' } });
	});

	test('[I4] that somebody else has done already shows so by the time it is refused', async () => {
		const tell = await openLive(sampleDesk);
		perform.mockImplementationOnce(async () => {
			await tell(DESK_VIEWS['lost'] ?? sampleDesk, false);
			return err('act.overtaken');
		});
		await act('不再等待其余录像').click();
		await reason().fill('电脑已送修');
		await button('不再等待').click();
		await expect.poll(text).toContain('另一位工作人员刚刚处理过');
		expect(text()).toContain('声明自动取消');
	});

	test('[C17] a mistake that was reported after the form was opened is not settled by it', async () => {
		perform.mockResolvedValueOnce(done);
		const tell = await openLive(sampleDesk);
		await act('处理完毕').click();
		await reason().fill('已核对');
		await tell({ ...sampleDesk, attempt: { ...sampleAttempt, disputes: 2 } });
		await button('记录').click();
		await expect.poll(() => perform.mock.calls.length).toBe(1);
		expect(perform.mock.calls[0]?.[1]).toMatchObject({ seen: { disputes: 1 } });
	});

	test('[I4] whose answer was lost keeps id and reason, also when it turns out to have been done', async () => {
		perform.mockResolvedValueOnce(err('server.unreachable'));
		perform.mockResolvedValueOnce(done);
		const tell = await openLive(sampleDesk);
		await act('不再等待其余录像').click();
		await reason().fill('电脑已送修');
		await button('不再等待').click();
		await expect.poll(text).toContain('不知道是否记录成功');
		// the page is read again meanwhile, and shows that it was done
		await tell(DESK_VIEWS['lost'] ?? sampleDesk);
		await expect.poll(text).toContain('声明自动取消');
		// the id stands for these words: they are not changed under it
		await expect.element(reason()).toHaveValue('电脑已送修');
		await expect.element(reason()).toBeDisabled();
		await button('重试').click();
		await expect.poll(text).toContain('已记录：不再等待其余录像');
		const [one, two] = perform.mock.calls;
		expect(two).toEqual(one);
		// what can be done now is the other way round
		await expect.element(act('重新等待其余录像')).toBeVisible();
		await expect.element(button('不再等待')).not.toBeInTheDocument();
	});

	test('that is not possible now says why', async () => {
		await open(DESK_VIEWS['fresh'] ?? sampleDesk);
		expect(text()).toContain('现在没有绑定的手机');
		await button('解除手机绑定').click({ force: true });
		await expect.element(reason()).not.toBeInTheDocument();
	});
});

describe('[I5] without a network', () => {
	test('the page keeps what it has and says since when; it comes back by itself', async () => {
		let answer: Result<DeskView, ErrorCode> = err('server.unreachable');
		const desk = createDeskCandidate(sampleDesk, () => Promise.resolve(answer));
		await show(DeskHost, { desk, view: sampleDesk, stale: null, issue, perform });
		await desk.readAgain();
		await expect.poll(text).toContain('现在读不到新的');
		expect(text()).toContain('测试考生甲');
		await expectFit('desk-stale');
		answer = err('access.login-required');
		await desk.readAgain();
		await expectLoginBeside();
		answer = ok({ ...sampleDesk, candidate: { ...sampleDesk.candidate, position: '新岗位' } });
		dispatchEvent(new Event('online'));
		await expect.poll(text).toContain('新岗位');
		expect(text()).not.toContain('现在读不到新的');
	});
});
