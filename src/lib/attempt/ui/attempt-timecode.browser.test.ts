// The time code on the candidate's page: when it stands there, what is told to the log, and that it can be read.
import { afterEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import type { Component } from 'svelte';
import { timecodeSymbol } from '../../evidence/browser/timecode-symbol.ts';
import { timecodeOf } from '../../evidence/timecode.ts';
import { clear, seriousFaults, shoot, show } from '../../shared/ui/testing/show.ts';
import type { AttemptState } from '../attempt-state.ts';
import type { EventData } from '../events.ts';
import AttemptPage from './AttemptPage.svelte';
import { createAttemptTimecode, loadTimecodeSymbol } from './attempt-timecode.svelte.ts';
import { ENDS_AT, inRoom, recordingActions, STARTS_AT } from './testing/sample-room.ts';

const Page = AttemptPage as unknown as Component<Record<string, unknown>>;
const ATTEMPT = '00000000-0000-4000-8000-000000000001';
const witness = { part: '00000000-0000-4000-8000-0000000000c1', bytes: 5, sha256: 'ab'.repeat(32) };

const answering = (changes: Partial<AttemptState> = {}): AttemptState =>
	({
		enteredAt: STARTS_AT - 300_000,
		phone: 'filming',
		ended: null,
		grantedMs: 0,
		frozen: { startsAt: STARTS_AT, endsAt: ENDS_AT },
		...changes
	}) as unknown as AttemptState;

function desk(openedAt: number) {
	let now = openedAt;
	const told: EventData<'timecode.shown'>[] = [];
	const timecode = createAttemptTimecode({
		attempt: ATTEMPT,
		now: () => now,
		witnesses: () => [witness],
		tell: (shown) => void told.push(shown),
		load: loadTimecodeSymbol
	});
	return {
		told,
		timecode,
		async at(time: number, state = answering()) {
			now = time;
			timecode.look(state);
			await new Promise((done) => setTimeout(done, 50));
			timecode.look(state);
		}
	};
}

afterEach(clear);

test('[C15] a code stands for two seconds, once, and the log hears what it commits to', async () => {
	const { told, timecode, at } = desk(STARTS_AT - 400_000);
	await at(STARTS_AT);
	await loadTimecodeSymbol();
	expect(timecode.symbol).toBeNull();
	await at(STARTS_AT + 10_100);
	expect(told).toEqual([
		{
			at: STARTS_AT + 10_100,
			code: timecodeOf({
				attempt: ATTEMPT,
				at: STARTS_AT + 10_100,
				parts: [{ id: witness.part, bytes: 5, sha256: witness.sha256 }]
			}),
			parts: [{ id: witness.part, bytes: 5, sha256: witness.sha256 }]
		}
	]);
	await at(STARTS_AT + 12_000);
	expect(timecode.symbol).not.toBeNull();
	await at(STARTS_AT + 12_200);
	expect(timecode.symbol).toBeNull();
	expect(told).toHaveLength(1);
});

test('[C11] nothing is shown while no phone films, before the entry, or when the interview is over', async () => {
	const { told, at } = desk(STARTS_AT - 400_000);
	for (const state of [
		answering({ phone: 'interrupted' }),
		answering({ phone: 'waived' }),
		answering({ enteredAt: null }),
		answering({ ended: { at: STARTS_AT + 9000, by: 'candidate' } })
	])
		await at(STARTS_AT + 10_000, state);
	expect(told).toEqual([]);
});

test('[P4] the code is as wide as the rail, covers nothing of the paper, the clock or the acts, and is not announced', async () => {
	const symbol = timecodeSymbol('037235543444796937309164');
	expect(symbol.size).toBe(18);
	const room = { stage: 'answer', now: STARTS_AT + 10_000, timecode: symbol } as const;
	for (const size of ['laptop', 'desktop'] as const) {
		await show(Page, { view: inRoom(room), actions: recordingActions() }, { size });
		const box = (selector: string): DOMRect => {
			const element = document.querySelector(selector);
			if (!element) throw new Error(selector);
			return element.getBoundingClientRect();
		};
		const [code, rail] = [box('.timecode'), box('aside')];
		expect(Math.abs(code.width - rail.width)).toBeLessThanOrEqual(1);
		expect(code.left).toBeGreaterThanOrEqual(box('main').right);
		expect(code.bottom).toBeLessThanOrEqual(box('.clock').top);
		await expect.element(page.getByRole('button', { name: '求助' })).toBeVisible();
		expect(document.querySelector('.timecode')?.getAttribute('aria-hidden')).toBe('true');
		expect(await seriousFaults()).toEqual([]);
		await shoot(`timecode-${size}`);
	}
});
