// What happens when a person presses something on the phone, or when the view changes under them.
import { flushSync, type Component } from 'svelte';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { clear, seriousFaults, show, type Size } from '../../shared/ui/testing/show.ts';
import EvidencePage from './EvidencePage.svelte';
import type { EvidenceView, PhoneView } from './evidence-view.ts';
import { changingEvidence } from './testing/changing-evidence.svelte.ts';
import { evidenceSamples } from './testing/sample-evidence.ts';
import {
	inPhone,
	recordingActions,
	samplePhone,
	sampleScan,
	SWEEP,
	swept
} from './testing/sample-phone.ts';

const Page = EvidencePage as unknown as Component<Record<string, unknown>>;
const SAMPLES = evidenceSamples(null);
const button = (name: string) => page.getByRole('button', { name, exact: true });

let actions: ReturnType<typeof recordingActions>;
let stream: MediaStream | null = null;
beforeEach(() => {
	actions = recordingActions();
});
afterEach(async () => {
	await clear();
	for (const track of stream?.getTracks() ?? []) track.stop();
	stream = null;
});

const showView = (view: EvidenceView): Promise<void> =>
	show(Page, { view, actions }, { size: 'phone' });
/** @returns what changes the view under the page */
async function showChanging(first: EvidenceView, size: Size = 'phone') {
	const { props, change } = changingEvidence(first, actions);
	await show(Page, props, { size });
	return change;
}
const showSample = (name: string): Promise<void> => showView(SAMPLES[name] as EvidenceView);
const live = async (facing: 'user' | 'environment'): Promise<PhoneView['picture']> => {
	stream = await navigator.mediaDevices.getUserMedia({ video: true });
	return { state: 'live', stream, facing };
};

/** Which button of which state calls what. */
const PRESSES: readonly [rule: string, sample: string, name: string, calls: string][] = [
	['P1', 'scan', '打开扫码', 'openScanner'],
	['P1', 'scan-opening', '关闭扫码', 'closeScanner'],
	['P1', 'scan-failed', '再试一次', 'openScanner'],
	['P1', 'scan-refused', '确定', 'typeCode 7Z3K9-ABCDE'],
	['P1', 'offer', '绑定这部手机', 'bind'],
	['P1', 'offer', '不是我的考试', 'declineOffer'],
	['P1', 'offer-offline', '绑定这部手机', 'bind'],
	['P1', 'offer-refused', '重新扫码', 'declineOffer'],
	['P2', 'check', '打开摄像头和麦克风', 'openCamera'],
	['P2', 'check-refused', '再试一次', 'openCamera'],
	['P2', 'check-ready', '下一步：环拍', 'next'],
	['P2', 'check-unknown', '下一步：固定手机', 'next'],
	['P3', 'sweep', '开始环拍', 'startSweep sensor'],
	['P3', 'sweep-turn', '重新环拍', 'startSweep sensor'],
	['P3', 'sweep-turn', '手机没有反应，改用定时环拍', 'startSweep timed'],
	['P3', 'sweep-no-sensor', '开始定时环拍', 'startSweep timed'],
	['P3', 'sweep-refused', '开始定时环拍', 'startSweep timed'],
	['P3', 'sweep-timed', '重新环拍', 'startSweep timed'],
	['P3', 'sweep-done', '下一步：固定手机', 'next'],
	['P4', 'place-off', '打开摄像头', 'openCamera'],
	['P5', 'film-interrupted', '继续录制', 'resume'],
	['P5', 'film-stopped', '继续录制', 'filmAgain'],
	['P5', 'film-key-interrupted', '继续录制', 'resume'],
	['P6', 'film-over', '停止并上传', 'stopFilming'],
	['C19', 'film', '电脑没有网络？显示题目密码', 'showKey'],
	['C19', 'film-key', '返回拍摄页面', 'hideKey'],
	['C19', 'film-key-failed', '重试', 'showKey'],
	['P6', 'finish-early', '继续录制', 'filmAgain'],
	['P6', 'finish-failed', '重试', 'retryUpload'],
	['P6', 'finish-may-stop', '停止并上传', 'stopFilming'],
	['P5', 'replaced-offline', '重试', 'retryUpload'],
	['P1', 'second-tab', '在这里继续', 'retry'],
	['P1', 'failed', '重试', 'retry']
];

test.each(PRESSES)('[%s] %s: 【%s】 calls %s', async (_rule, sample, name, calls) => {
	await showSample(sample);
	await button(name).click();
	expect(actions.calls).toEqual([calls]);
});

/** What cannot be pressed: busy, or with a reason that is read out. */
const GREY: readonly [rule: string, sample: string, name: string, why: string][] = [
	['P1', 'scan', '确定', '请先输入绑定码。'],
	['P1', 'scan-busy', '正在核对', ''],
	['P1', 'offer-mock', '正在绑定', ''],
	['P2', 'check-opening', '正在打开', ''],
	['P2', 'check-low', '下一步：环拍', '请先处理标出的项目。'],
	['P3', 'sweep-starting', '正在打开', ''],
	['P4', 'place-off', '已固定好，开始拍摄', '请先打开摄像头。'],
	['P4', 'place-starting', '正在开始', ''],
	['P5', 'film-resuming', '正在接上', '']
];

test.each(GREY)('[%s] %s: 【%s】 does nothing', async (_rule, sample, name, why) => {
	await showSample(sample);
	await expect.element(button(name)).toHaveAttribute('aria-disabled', 'true');
	await expect.element(button(name)).toHaveAccessibleDescription(why);
	await button(name).click({ force: true });
	expect(actions.calls).toEqual([]);
});

describe('[P1] the typed code', () => {
	test('is grouped while it is typed, and Enter sends it', async () => {
		await showView(sampleScan());
		const field = page.getByLabelText('绑定码');
		await userEvent.type(field, '7z3k9abc');
		await expect.element(field).toHaveValue('7Z3K9-ABC');
		await userEvent.type(field, '{Backspace}de{Enter}');
		expect(actions.calls).toEqual(['typeCode 7Z3K9-ABDE']);
	});
	test('a pasted address goes as it is', async () => {
		await showView(sampleScan());
		const field = page.getByLabelText('绑定码');
		await field.fill('https://kaoshi.example/evidence#7Z3K9-ABCDE');
		await button('确定').click();
		expect(actions.calls).toEqual(['typeCode https://kaoshi.example/evidence#7Z3K9-ABCDE']);
	});
	test('what is being typed stays when the view changes; a code that was seen replaces it', async () => {
		const change = await showChanging(sampleScan());
		const field = page.getByLabelText('绑定码');
		await field.fill('7z3');
		change(sampleScan({ camera: { state: 'opening' } }));
		await expect.element(button('关闭扫码')).toBeVisible();
		await expect.element(field).toHaveValue('7Z3');
		change(sampleScan({ typed: 'MNPQR-STVWX', refused: 'evidence.code-used' }));
		await expect.element(field).toHaveValue('MNPQR-STVWX');
		await expect.element(page.getByRole('alert')).toMatchTextContent(/这个码已经用过/);
	});
	test('the keyboard does not write it large or complete it', async () => {
		await showView(sampleScan());
		const field = page.getByLabelText('绑定码');
		await expect.element(field).toHaveAttribute('autocapitalize', 'none');
		await expect.element(field).toHaveAttribute('autocomplete', 'off');
	});
});

describe('[P3] the sweep as it is heard and seen', () => {
	test('a screen reader hears of every third sector, and the ring says each', async () => {
		const sweep = (count: number): EvidenceView =>
			inPhone({ step: 'sweep', sweep: { ...SWEEP, state: 'running', ...swept(count) } });
		const change = await showChanging(sweep(3));
		const said: string[] = [];
		const region = document.querySelector('p[role=status]') as HTMLElement;
		const watch = new MutationObserver(() => said.push(region.textContent));
		watch.observe(region, { characterData: true, childList: true, subtree: true });
		for (const count of [4, 5, 6, 7]) {
			change(sweep(count));
			flushSync();
			await Promise.resolve();
			await expect
				.element(page.getByRole('img', { name: `已拍 ${String(count)} 个方向，共 12 个` }))
				.toBeInTheDocument();
		}
		watch.disconnect();
		expect(said).toEqual(['已拍 6 个方向，共 12 个']);
	});
	test('turning left fills the left of the ring first', async () => {
		await showView(inPhone({ step: 'sweep', sweep: { ...SWEEP, state: 'running', ...swept(4) } }));
		const centre = document.querySelector('.ring svg')?.getBoundingClientRect();
		const middle = (centre?.left ?? 0) + (centre?.width ?? 0) / 2;
		const seen = [...document.querySelectorAll('path.seen')].slice(1);
		expect(seen).toHaveLength(3);
		for (const path of seen) expect(path.getBoundingClientRect().right).toBeLessThan(middle);
	});
	test('the front camera is shown as in a mirror, the back camera is not', async () => {
		const picture = await live('user');
		await showView(inPhone({ step: 'sweep', picture }));
		const mirrored = () => getComputedStyle(document.querySelector('video') as Element).transform;
		expect(mirrored()).toBe('matrix(-1, 0, 0, 1, 0, 0)');
		await showView(inPhone({ step: 'place', picture: await live('environment') }));
		expect(mirrored()).toBe('none');
	});
});

describe('[P4] fixing the phone', () => {
	test('the camera can be turned, and filming begins', async () => {
		await showView(inPhone({ step: 'place', picture: await live('environment') }));
		await button('翻转镜头').click();
		await button('已固定好，开始拍摄').click();
		expect(actions.calls).toEqual(['turnCamera', 'startFilming']);
	});
	test('the picture is dimmed while it films, and bright for a moment', async () => {
		const picture = await live('environment');
		const film = SAMPLES['film'] as Extract<EvidenceView, { kind: 'phone' }>;
		const filter = () => getComputedStyle(document.querySelector('video') as Element).filter;
		await showView(inPhone({ ...film.phone, picture }));
		expect(filter()).toContain('brightness(0.34)');
		await button('亮 10 秒').click();
		expect(actions.calls).toEqual(['brighten']);
		const brightUntil = (film.phone.now ?? 0) + 10_000;
		await showView(inPhone({ ...film.phone, picture, film: { ...film.phone.film, brightUntil } }));
		expect(filter()).toBe('none');
	});
	test('the whole document is dark while it films, and light again afterwards', async () => {
		const change = await showChanging(SAMPLES['film'] as EvidenceView);
		const theme = () => document.documentElement.dataset['theme'];
		expect(theme()).toBe('dark');
		change(SAMPLES['finish'] as EvidenceView);
		await expect.element(page.getByRole('heading', { level: 1 })).toMatchTextContent(/正在上传/);
		expect(theme()).toBeUndefined();
	});
	test('no link calls from a phone that films', async () => {
		await showSample('film');
		expect(document.querySelector('a[href^="tel:"]')).toBeNull();
		await showSample('finish');
		expect(document.querySelector('a[href="tel:400-000-0000"]')).not.toBeNull();
	});
});

describe('[P6] stopping before the end', () => {
	test('asks first; the harmless answer has the focus, and Escape is it', async () => {
		await showSample('film');
		const stop = button('停止录制').first();
		await expect
			.element(stop)
			.toHaveAccessibleDescription('面试还没有结束。到时这里会提醒您停止。');
		await stop.click();
		const dialog = page.getByRole('dialog', { name: '确定停止录制吗？' });
		await expect.element(dialog).toMatchTextContent(/距离面试结束还有 29 分 14 秒。/);
		await expect.element(dialog.getByRole('button', { name: '继续录制' })).toHaveFocus();
		expect(await seriousFaults()).toEqual([]);
		await userEvent.keyboard('{Escape}');
		await expect.element(dialog).not.toBeInTheDocument();
		expect(actions.calls).toEqual([]);
	});
	test('stops when it is said again', async () => {
		await showSample('film');
		await button('停止录制').first().click();
		await page.getByRole('dialog').getByRole('button', { name: '停止录制' }).click();
		expect(actions.calls).toEqual(['stopFilming']);
	});
	test('the question goes away when the interview ends meanwhile', async () => {
		const change = await showChanging(SAMPLES['film'] as EvidenceView);
		await button('停止录制').first().click();
		await expect.element(page.getByRole('dialog')).toBeVisible();
		change(SAMPLES['film-over'] as EvidenceView);
		await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();
		await button('停止并上传').click();
		expect(actions.calls).toEqual(['stopFilming']);
	});
});

test('[C19] the key is offered only when it may be asked for', async () => {
	await showSample('film-before');
	expect(button('电脑没有网络？显示题目密码').query()).toBeNull();
	await showSample('film-key');
	await expect.element(page.getByText('7Z3K-9ABC-DEFG-HJKM-NPQR-STVW-XY')).toBeVisible();
	await expect.element(page.getByRole('img', { name: '题目密码的二维码' })).toBeVisible();
});

test('[P2] a page that follows another takes the focus, and begins at its top', async () => {
	const change = await showChanging(SAMPLES['check-ready'] as EvidenceView, 'phone-small');
	await button('下一步：环拍').click();
	scrollTo(0, 200);
	change(inPhone({ ...samplePhone(), step: 'sweep' }));
	const heading = page.getByRole('heading', { level: 1, name: '环拍一圈' });
	await expect.element(heading).toHaveFocus();
	expect(scrollY).toBe(0);
});
