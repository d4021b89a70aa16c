// What the candidate's page tells of having seen and acknowledged: once, also over a reload and without a network.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { initialState, type AttemptState } from '../../attempt/attempt-state.ts';
import type { AttemptSession } from '../../attempt/browser/attempt-session.ts';
import { asEvent } from '../../attempt/command-event.ts';
import { projectLocally } from '../../attempt/local-projection.ts';
import { BEFORE, event, FROZEN, opened, uuid } from '../../attempt/testing/events.ts';
import { transition } from '../../attempt/transition.ts';
import type { Command } from '../../live/requests.ts';
import type { SpokenLine } from '../spoken-line.ts';
import { createAttemptHelp } from './attempt-help.ts';

/** A device cut off: what is said stays in its outbox, which outlives the page. */
function candidate() {
	const outbox: Command[] = [];
	const chat: SpokenLine[] = [];
	let elapsed = 0;
	let state: AttemptState = transition(initialState(FROZEN), opened(uuid(1)), BEFORE).state;
	const view = () => ({
		...{ chat, connection: { state: 'lost', since: BEFORE } },
		state: projectLocally(
			state,
			outbox.map((command) => ({ event: asEvent(command), clientAt: command.clientAt })),
			BEFORE
		)
	});
	const session = {
		...{ view, pending: () => outbox, clock: { now: () => BEFORE, monotonic: () => elapsed } },
		async command(type: string, data: object) {
			// IndexedDB takes a moment
			await Promise.resolve();
			outbox.push({ id: uuid(outbox.length + 50), clientAt: BEFORE, type, data } as Command);
			return uuid(outbox.length);
		}
	} as unknown as AttemptSession;
	return {
		outbox,
		open: () => createAttemptHelp(session),
		said: () => outbox.map(({ type, data }) => [type, 'seq' in data ? data.seq : null]),
		shown: (help: ReturnType<typeof createAttemptHelp>) =>
			help.view(view() as unknown as Parameters<typeof help.view>[0]),
		staff(seq: number, warning: string | null = null) {
			chat.push({ ...{ seq, id: `line-${seq}`, from: 'staff', text: '…', at: BEFORE }, warning });
			if (warning) state = transition(state, event('warning.given', { id: warning }), BEFORE).state;
		},
		/** Answered; a server that was restored later than this device's clock says has not taken it. */
		answered: () => outbox.splice(0),
		pass: (ms: number) => (elapsed += ms),
		end() {
			const ended = event('interview.ended', { by: 'staff', at: BEFORE });
			({ state } = transition(state, ended, BEFORE));
		}
	};
}

describe('[I3] what was seen', () => {
	test('is told once for each new line, however often the panel is drawn', async () => {
		const { open, staff, said } = candidate();
		const help = open();
		await help.see();
		staff(5);
		await Promise.all([help.see(), help.see()]);
		await help.see();
		staff(8);
		await help.see();
		expect(said()).toEqual([
			['help.seen', 5],
			['help.seen', 8]
		]);
	});

	test('and not again by a page that was opened anew without a network', async () => {
		const { open, staff, said, shown } = candidate();
		staff(5);
		await open().see();
		const again = open();
		expect(shown(again).seenSeq).toBe(5);
		await again.see();
		expect(said()).toEqual([['help.seen', 5]]);
	});

	test('and let fall by a restored server is told again after a pause, and is not new meanwhile', async () => {
		const { open, staff, said, shown, answered, pass } = candidate();
		const help = open();
		staff(5);
		const told: unknown[] = [];
		for (let second = 0; second < 12; second++) {
			for (let look = 0; look < 5; look++) {
				await help.see();
				told.push(...said());
				answered();
				expect(shown(help).seenSeq).toBe(5);
				pass(200);
			}
		}
		expect(told).toEqual(Array(3).fill(['help.seen', 5]));
		pass(5000);
		expect(shown(help).seenSeq).toBe(0);
		// what is newer does not wait for it
		staff(8);
		await help.see();
		staff(9);
		await help.see();
		expect(said().map(([, seq]) => seq)).toEqual([8, 9]);
	});
});

describe('[I3] a warning', () => {
	test('is gone at the press, also without a network and after a reload; pressed twice it is told once', async () => {
		const { open, staff, outbox, shown } = candidate();
		const help = open();
		staff(5, uuid(7));
		staff(6, uuid(8));
		expect(shown(help).warnings.map(({ id }) => id)).toEqual([uuid(7), uuid(8)]);
		await Promise.all([help.acknowledge(uuid(7)), help.acknowledge(uuid(7))]);
		await help.acknowledge(uuid(7));
		expect(shown(open()).warnings.map(({ id }) => id)).toEqual([uuid(8)]);
		expect(outbox.map(({ type, data }) => [type, data])).toEqual([
			['warning.acknowledged', { id: uuid(7), at: BEFORE }]
		]);
	});

	test('that nobody gave is not acknowledged', async () => {
		const { open, outbox } = candidate();
		await open().acknowledge('constructor');
		expect(outbox).toEqual([]);
	});

	test('covers nothing after the end', () => {
		const { open, staff, end, shown } = candidate();
		staff(5, uuid(7));
		end();
		expect(shown(open())).toMatchObject({ warnings: [], chat: [{ warning: true }] });
	});
});

test('[I3] over any order of lines, looks, presses and reloads nothing is told twice', async () => {
	const step = fc.constantFrom('line', 'warning', 'see', 'acknowledge', 'reload');
	await fc.assert(
		fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
			const { open, staff, outbox, shown, pass } = candidate();
			let help = open();
			let seq = 3;
			for (const one of steps) {
				// no pause is what keeps it from being told twice
				pass(10_000);
				if (one === 'line') staff(++seq);
				if (one === 'warning') staff(++seq, uuid(1000 + seq));
				if (one === 'see') await Promise.all([help.see(), help.see()]);
				if (one === 'acknowledge') {
					const [first] = shown(help).warnings;
					if (first) await Promise.all([help.acknowledge(first.id), help.acknowledge(first.id)]);
				}
				if (one === 'reload') help = open();
			}
			const told = outbox.map(({ type, data }) =>
				JSON.stringify([type, 'seq' in data ? data.seq : 'id' in data ? data.id : null])
			);
			expect(new Set(told).size).toBe(told.length);
			const seen = outbox.flatMap(({ data }) => ('seq' in data ? [data.seq] : []));
			expect(seen).toEqual([...seen].sort((a, b) => a - b));
		})
	);
});
