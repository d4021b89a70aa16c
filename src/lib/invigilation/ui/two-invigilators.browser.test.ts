// Two invigilators at one attempt, on a network that loses questions and answers: the real forms against the real reducer.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { initialState, type AttemptState } from '../../attempt/attempt-state.ts';
import { CHAIN_ORIGIN } from '../../attempt/event-log.ts';
import { openLog } from '../../attempt/open-log.ts';
import {
	after,
	ATTEMPT,
	BEFORE,
	confirmed,
	event,
	FROZEN,
	opened,
	STARTS_AT,
	uuid
} from '../../attempt/testing/events.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { err, ok } from '../../shared/result.ts';
import type { ActBody, ActRequest } from '../act-form.ts';
import { kindOf, refusesNow } from '../acts.ts';
import type { StaffAnswer } from '../browser/staff-api.ts';
import { createActController } from './act-controller.svelte.ts';

const MINUTE_MS = 60_000;
const NOW = STARTS_AT + 1000;
const INCIDENT = 'no-face-1';
const from = after(
	[[NOW, event('incident.noted', { kind: 'no-face', from: NOW, until: NOW, track: null })]],
	after(
		[
			[BEFORE, opened(uuid(1))],
			[BEFORE, confirmed]
		],
		initialState(FROZEN)
	)
);

type Fate = 'arrives' | 'question-lost' | 'answer-lost';

/** As staff-act.ts does it: once by the id, a refusal too. */
function createDesk() {
	let state = from;
	let head = { seq: 0, hash: CHAIN_ORIGIN };
	const outcomes = new Map<string, ErrorCode | null>();
	/** By what each was said: the words of a press are its own. */
	const applied: string[] = [];
	return {
		applied,
		state: () => state,
		perform({ id, reason, ...body }: ActRequest): ErrorCode | null {
			const before = outcomes.get(id);
			if (before !== undefined) return before;
			const log = openLog({ attempt: ATTEMPT, state, head, now: NOW, salt: () => 's' });
			const refused =
				refusesNow(state, body, NOW) ?? log.take(kindOf(body.act).event(body, NOW), null)?.code;
			if (log.lines.length > 0) applied.push(reason);
			({ state, head } = log.applied());
			outcomes.set(id, refused ?? null);
			return refused ?? null;
		}
	};
}

/** One person's page with one form for each kind, which remembers what was seen when it opened. */
function createPage(desk: ReturnType<typeof createDesk>, fates: () => Fate, name: string) {
	let ids = 0;
	let presses = 0;
	/** What each press came to, by its words. */
	const told = new Map<string, 'done' | ErrorCode>();
	const bodies = (state: AttemptState): Record<string, ActBody> => ({
		grant: { act: 'grant-time', ms: MINUTE_MS, seen: { grants: state.grants.length } },
		lost: { act: 'note-time-lost', ms: MINUTE_MS, seen: { lostMs: state.lostMs } },
		undo: { act: 'undo', undoes: 'grant-time', seen: { grants: state.grants.length } },
		judge: {
			...{ act: 'judge-incident', incident: INCIDENT, verdict: 'noted', review: false },
			seen: { times: state.judgements[INCIDENT]?.times ?? 0 }
		},
		confirm: {
			...{ act: 'confirm-identity', samePerson: true, earsAndFaceFree: true },
			...{ noFilter: true, noHeavyMakeUp: true }
		}
	});
	const forms = Object.keys(bodies(from)).map((kind) => {
		let saw = bodies(desk.state())[kind];
		const form = createActController<ActBody & { reason: string }>({
			newId: () => `${name}-${kind}-${String(ids++)}`,
			async send(request): Promise<StaffAnswer<null>> {
				const fate = fates();
				if (fate === 'question-lost') return err('server.unreachable');
				const code = desk.perform(request);
				if (fate === 'answer-lost') return err('server.unreachable');
				told.set(request.reason, code ?? 'done');
				return code === null ? ok(null) : err(code);
			},
			answered: () => (saw = bodies(desk.state())[kind])
		});
		return {
			form,
			press: () => (saw ? form.press({ ...saw, reason: `${name}-${String(presses++)}` }) : null)
		};
	});
	return { forms, told };
}

test('[I4] no act is done twice, none is lost silently, and nothing is doubled by two who saw the same', async () => {
	const step = fc.record({
		who: fc.constantFrom(0, 1),
		form: fc.integer({ min: 0, max: 4 }),
		fate: fc.constantFrom<Fate>('arrives', 'question-lost', 'answer-lost'),
		how: fc.constantFrom('press', 'retry', 'double')
	});
	await fc.assert(
		fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
			const desk = createDesk();
			let fate: Fate = 'arrives';
			const pages = ['a', 'b'].map((name) => createPage(desk, () => fate, name));
			for (const { who, form: which, fate: next, how } of steps) {
				fate = next;
				const one = pages[who]?.forms[which];
				if (how === 'double') await Promise.all([one?.press(), one?.press()]);
				else await (how === 'press' ? one?.press() : one?.form.retry());
			}
			// the network is back: whoever does not know presses again
			fate = 'arrives';
			for (const { forms } of pages) for (const { form } of forms) await form.retry();

			expect(new Set(desk.applied).size).toBe(desk.applied.length);
			const told = new Map(pages.flatMap((page) => [...page.told]));
			const done = [...told].filter(([, outcome]) => outcome === 'done').map(([said]) => said);
			expect(done.toSorted()).toEqual(desk.applied.toSorted());
			for (const { forms } of pages) for (const { form } of forms) expect(form.locked).toBe(false);
		}),
		{ numRuns: 300 }
	);
});

test('[I4] of two who saw the same, the second is told, whichever answer is lost', async () => {
	const lossy = fc.array(fc.constantFrom<Fate>('arrives', 'question-lost', 'answer-lost'));
	await fc.assert(
		fc.asyncProperty(lossy, lossy, fc.integer({ min: 0, max: 2 }), async (first, second, kind) => {
			const desk = createDesk();
			const pages = [first, second].map((fates, n) =>
				createPage(desk, () => fates.shift() ?? 'arrives', String(n))
			);
			const forms = pages.flatMap((page) => page.forms[kind === 2 ? 3 : kind] ?? []);
			await Promise.all(forms.map((one) => one.press()));
			for (const { form } of forms) while (form.locked) await form.retry();
			expect(desk.applied).toHaveLength(1);
			const outcomes = pages.flatMap(({ told }) => [...told.values()]);
			expect(outcomes.toSorted()).toEqual(['act.overtaken', 'done']);
		}),
		{ numRuns: 200 }
	);
});
