// The log on the page of one candidate, where it is too long to be told whole (I2).
import { afterEach, expect, test } from 'vitest';
import { ok } from '../../../shared/result.ts';
import { clear, show } from '../../../shared/ui/testing/show.ts';
import { fakeWorld } from '../../testing/fake-candidate.ts';
import { NOW, sampleCandidate } from '../../testing/sample-candidate.ts';
import { CandidateController } from './candidate-controller.svelte.ts';
import CandidatePage from './CandidatePage.svelte';

afterEach(clear);

test.each([
	['invigilator', true],
	['auditor', true],
	// has no recording.view: the export answers with 403
	['administrator', false]
] as const)('[I2] %s is told what is left out, and of the export: %s', async (role, exports) => {
	const view = sampleCandidate(role, { older: true });
	const world = fakeWorld(() => NOW);
	world.answer(() => ok({ ...view, lines: [] }));
	await show(CandidatePage, { page: new CandidateController(view, world), onback: () => {} });
	const summaries = [...document.querySelectorAll('summary')];
	const log = summaries.find((one) => one.innerText === `记录 ${String(view.lines.length)} 条`);
	log?.click();
	await expect.poll(() => document.body.innerText).toContain('这里有最近的记录和全部补时');
	expect(document.body.innerText.includes('导出')).toBe(exports);
});
