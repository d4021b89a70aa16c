// Forms of staff on a bad day: lost answers, a session that is over, a double click, somebody else who was first.
import { afterEach, describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { isRefused } from '../../shared/errors.ts';
import { err, ok } from '../../shared/result.ts';
import { clear, cutTexts, seriousFaults, shoot, show } from '../../shared/ui/testing/show.ts';
import type { ActRequest } from '../act-form.ts';
import type { ActsView, JudgedView } from '../acts-view.ts';
import { performAct, readSignOff, type StaffAnswer } from '../browser/staff-api.ts';
import { changingProps } from '../testing/changing-props.svelte.ts';
import { sampleActs } from '../testing/sample-acts.ts';
import ActsPanel from './ActsPanel.svelte';
import JudgeForm from './JudgeForm.svelte';

afterEach(async () => {
	vi.restoreAllMocks();
	await clear();
});

const done = ok(null);
const lost = err('server.unreachable' as const);
/** Answers in turn, and remembers what was asked. */
function answering(...answers: StaffAnswer<unknown>[]) {
	const asked: ActRequest[] = [];
	return {
		asked,
		perform: async (request: ActRequest): Promise<StaffAnswer<unknown>> => {
			asked.push(request);
			return answers.shift() ?? done;
		}
	};
}
const open = (name: string) => page.getByText(name, { exact: true }).first().click();
const reason = () => page.getByLabelText('理由');
const press = (name: string) => page.getByRole('button', { name, exact: true }).click();

async function grant(words = '停电两分钟') {
	await open('补时');
	await reason().fill(words);
	await press('补时');
}

describe('[I4] a lost answer', () => {
	test('is said to be unknown, and repeated by the same id with the same words until there is one', async () => {
		const desk = answering(lost, lost, done, done);
		await show(ActsPanel, { view: sampleActs(), perform: desk.perform });
		await grant();
		await expect.element(page.getByText('不知道是否记录成功')).toBeVisible();
		await expect.element(reason()).toHaveValue('停电两分钟');
		// what was sent is what is repeated: it cannot be changed meanwhile
		await expect.element(reason()).toBeDisabled();
		await press('重试');
		await press('重试');
		await expect.element(page.getByText('已记录：补时。')).toBeVisible();
		expect(desk.asked).toHaveLength(3);
		expect(new Set(desk.asked.map((one) => JSON.stringify(one))).size).toBe(1);

		await reason().fill('又停电');
		await userEvent.keyboard('{Enter}');
		await expect.poll(() => desk.asked.length).toBe(4);
		expect(desk.asked.at(-1)?.id).not.toBe(desk.asked[0]?.id);
		expect(await seriousFaults()).toEqual([]);
	});

	test('a session that is over keeps what was typed and leads to the login beside this page', async () => {
		const desk = answering(err('access.login-required'), done);
		await show(ActsPanel, { view: sampleActs(), perform: desk.perform });
		await grant();
		const link = page.getByRole('link', { name: '重新登录' });
		await expect.element(link).toHaveAttribute('target', '_blank');
		await expect.element(link).toHaveAttribute('href', expect.stringMatching(/^\/\?next=/));
		await expect.element(reason()).toHaveValue('停电两分钟');
		await shoot('acts-login');
		await press('重试');
		await expect.element(page.getByText('已记录：补时。')).toBeVisible();
		expect(desk.asked[1]).toEqual(desk.asked[0]);
	});

	test('a double click is one press', async () => {
		const desk = answering();
		await show(ActsPanel, { view: sampleActs(), perform: desk.perform });
		await open('补时');
		await reason().fill('停电');
		await page.getByRole('button', { name: '补时', exact: true }).dblClick();
		await expect.element(page.getByText('已记录：补时。')).toBeVisible();
		expect(desk.asked).toHaveLength(1);
	});
});

describe('[I4] somebody else was first', () => {
	test('what was seen when the form was opened goes along; after the refusal what is shown now does', async () => {
		const desk = answering(err('act.overtaken'));
		const view = sampleActs();
		const { props, change } = changingProps({ view, perform: desk.perform });
		await show(ActsPanel, props);
		await open('补时');
		await reason().fill('停电');
		// read again while it is open: the person has not looked anew
		change({ view: sampleActs({ grants: 1, grantedMs: 60_000 }) });
		await press('补时');
		await expect.element(page.getByText(/另一位工作人员刚刚处理过/)).toBeVisible();
		await expect.element(reason()).toHaveValue('停电');
		// a second click on the same pixel would be taken for a double click
		(reason().element() as HTMLInputElement).focus();
		await userEvent.keyboard('{Enter}');
		await expect.element(page.getByText('已记录：补时。')).toBeVisible();
		expect(desk.asked.map((one) => 'seen' in one && one.seen)).toEqual([
			{ grants: 0 },
			{ grants: 1 }
		]);
		expect(desk.asked[0]?.id).not.toBe(desk.asked[1]?.id);
	});

	test('what cannot be done is grey and says why; what came of the press stays', async () => {
		const desk = answering(done);
		const { props, change } = changingProps({ view: sampleActs(), perform: desk.perform });
		await show(ActsPanel, props);
		await open('结束面试');
		await reason().fill('考生放弃');
		await press('确认结束面试');
		const ended = 'attempt.already-ended' as const;
		const { whyNot } = sampleActs();
		change({ view: sampleActs({ whyNot: { ...whyNot, end: ended } }) });
		const grey = page.getByRole('button', { name: '结束面试' });
		await expect.element(grey).toHaveAttribute('aria-disabled', 'true');
		await expect.element(page.getByText('已记录：结束面试。')).toBeVisible();
		expect(await seriousFaults()).toEqual([]);
		expect(cutTexts()).toEqual([]);
	});

	test('nothing is offered that is not theirs, or that there is not', async () => {
		const { whyNot } = sampleActs();
		const all = Object.keys(whyNot).map((act) => [act, 'access.denied']);
		const view = sampleActs({ whyNot: Object.fromEntries(all) as ActsView['whyNot'] });
		await show(ActsPanel, { view, perform: answering().perform });
		expect(document.querySelector('section')).toBeNull();
	});
});

describe('[I4] what came over HTTP', () => {
	const answer = (status: number, body: string) =>
		vi.spyOn(window, 'fetch').mockResolvedValueOnce(new Response(body, { status }));
	const request: ActRequest = { id: 'i', reason: 'r', act: 'end' };
	const kindOf = async () => {
		const answer = await performAct('a', request);
		if (answer.ok) return 'done';
		return isRefused(answer.error) ? 'refused' : answer.error;
	};

	test('is definite only in the server’s own words', async () => {
		answer(200, '{"v":1}');
		expect(await kindOf()).toBe('done');
		answer(409, '{"code":"act.overtaken"}');
		expect(await performAct('a', request)).toEqual(err('act.overtaken'));
		answer(401, '{"code":"access.login-required"}');
		expect(await kindOf()).toBe('access.login-required');
		for (const [status, body] of [
			[500, '{"code":"server.fault"}'],
			[503, '{"code":"server.busy"}'],
			[507, '{"code":"storage.full"}'],
			[502, '<html>'],
			[404, '{"message":"a proxy"}'],
			[200, '<html>a captive portal'],
			[200, '{}']
		] as const) {
			answer(status, body);
			expect(await kindOf(), `${String(status)} ${body}`).toMatch(/^(server|storage)\./);
		}
		vi.spyOn(window, 'fetch').mockRejectedValueOnce(new TypeError('offline'));
		expect(await kindOf()).toBe('server.unreachable');
		answer(401, '{"code":"access.login-required"}');
		expect(await readSignOff('r')).toEqual(err('access.login-required'));
	});
});

describe('[I4] judging', () => {
	const line = { review: false, at: 0, reason: '看过录像', by: { account: 'b', name: '王监督' } };
	const judged: JudgedView = {
		...{ verdict: 'violation', reviewed: false, times: 1, whyNoReview: null },
		lines: [{ ...line, verdict: 'violation' }]
	};

	test('a first word, with its reason', async () => {
		const desk = answering();
		const { whyNot } = sampleActs();
		await show(JudgeForm, { incident: 'k', view: { judged: {}, whyNot }, perform: desk.perform });
		await open('判定异常');
		await reason().fill('低头写字');
		await press('不成立');
		await expect.element(page.getByText('已记录：判定异常。')).toBeVisible();
		expect(desk.asked[0]).toMatchObject({
			...{ act: 'judge-incident', incident: 'k', verdict: 'dismissed', review: false },
			...{ seen: { times: 0 }, reason: '低头写字' }
		});
	});

	test('a violation is reviewed by another person, who sees what was said; the first one may not', async () => {
		const desk = answering();
		const { whyNot } = sampleActs();
		const view = (one: JudgedView) => ({ judged: { k: one }, whyNot });
		const first = { incident: 'k', view: view(judged), perform: desk.perform };
		const { props, change } = changingProps(first);
		await show(JudgeForm, props);
		await expect.element(page.getByText(/王监督/)).toBeVisible();
		await expect.element(page.getByText('理由：看过录像')).toBeVisible();
		await open('复核');
		await reason().fill('同意');
		await press('违规');
		await expect.element(page.getByText('已记录：复核。')).toBeVisible();
		expect(desk.asked[0]).toMatchObject({ review: true, seen: { times: 1 } });
		await shoot('judge-review');
		change({ view: view({ ...judged, whyNoReview: 'act.second-person' }) });
		const grey = page.getByRole('button', { name: '复核' });
		await expect.element(grey).toHaveAttribute('aria-disabled', 'true');
		await expect
			.element(page.getByText('要由另一位工作人员来做：已经判定过这一条的人不能再改。'))
			.toBeVisible();
		expect(await seriousFaults()).toEqual([]);
	});
});
