// One conversation on a page of staff (I3): reads what is new after each change, sends each message under an id that is
// made once, and asks again by the same id when no answer came. Knows nothing of sockets: the page calls `changed`.
import type { Clock } from '../../shared/clock.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { keepable } from '../../shared/fields.ts';
import type { Result } from '../../shared/result.ts';
import { readConversation, say } from '../browser/chat-api.ts';
import { keepWords, readKeptWords } from '../browser/kept-words.ts';
import type { Conversation, SaidAs, Saying, StaffLine, Standing } from '../conversation.ts';
import {
	conversationView,
	furthest,
	isOnItsWay,
	withLines,
	withoutHole,
	type Unsent
} from '../conversation-view.ts';

export type ChatController = ReturnType<typeof createChat>;

export interface ChatOptions {
	readonly attempt: string;
	/** The server's, as the page estimates it. */
	readonly clock: Clock;
}

/** Reads at once. */
export function createChat({ attempt, clock }: ChatOptions) {
	const kept = readKeptWords(attempt);
	let lines = $state.raw<readonly StaffLine[]>([]);
	let standing = $state.raw<Standing | null>(null);
	let unsent = $state.raw<readonly Unsent[]>(
		// sent by a page that was reloaded before the answer came
		kept.unsent.map((one) => ({ ...one, failed: one.failed ?? 'server.unreachable' }))
	);
	let older = $state(false);
	let draft = $state(kept.draft);
	let failed = $state<ErrorCode | null>(null);
	let epoch: string | null = null;
	let reading: Promise<void> | null = null;
	let again = false;
	let closed = false;

	const messages = $derived(standing === null ? [] : conversationView(lines, standing, unsent));
	const after = (): number => lines.at(-1)?.seq ?? -1;
	const keep = (): void => keepWords(attempt, { draft, unsent });

	/** A restored server: its lines have other numbers. */
	function forget(): void {
		lines = [];
		standing = null;
		older = false;
	}

	/** @param from the line behind which it was asked */
	function take(told: Conversation, from: number): void {
		if (epoch !== told.epoch) forget();
		epoch = told.epoch;
		failed = null;
		// what was asked for lies behind lines that are gone: it would keep a hole before it
		if (from > after()) return changed();
		lines = withLines(withoutHole(lines, told), told.lines);
		older ||= told.older;
		standing = furthest(standing, told);
		unsent = unsent.filter((one) => !lines.some(({ id }) => id === one.id));
		keep();
	}

	async function read(from: number): Promise<void> {
		const told = await readConversation(attempt, from);
		if (closed) return;
		if (told.ok) take(told.value, from);
		else failed = told.error;
	}

	/** Never two at a time: the one under way may be older than the change. */
	function changed(): void {
		if (reading) {
			again = true;
			return;
		}
		reading = read(after()).finally(() => {
			reading = null;
			if (!again || closed) return;
			again = false;
			changed();
		});
	}

	function settle(id: string, from: number, answer: Result<Conversation, ErrorCode>): void {
		if (closed) return;
		if (answer.ok) return take(answer.value, from);
		const { error } = answer;
		unsent = unsent.map((one) => (one.id === id ? { ...one, failed: error } : one));
		keep();
	}

	async function send({ id, as, text }: Saying): Promise<void> {
		const from = after();
		settle(id, from, await say(attempt, from, { id, as, text }));
	}

	changed();

	return {
		attempt,
		/** In order; empty until it was read once. */
		get messages() {
			return messages;
		},
		get standing() {
			return standing;
		},
		/** There are lines of before, which only the export has. */
		get older() {
			return older;
		},
		/** Why it could not be read the last time; what is shown may be old. */
		get failed() {
			return failed;
		},
		get draft() {
			return draft;
		},
		set draft(text: string) {
			draft = text;
			keep();
		},
		/** Something about the attempt has changed, or may have been missed. */
		changed,
		/** Nothing is pushed when a line has been delivered, nor when what was not answered could be asked again. */
		lookAgain() {
			if (!standing || isOnItsWay(lines, standing)) changed();
		},
		say(as: SaidAs, text: string) {
			const words = { id: crypto.randomUUID(), as, text: keepable(text).trim() };
			const saying = { ...words, at: clock.now(), failed: null };
			unsent = [...unsent, saying];
			keep();
			void send(saying);
		},
		/** By the same id: done once, whether the first time came through or not. */
		again(id: string) {
			const one = unsent.find((saying) => saying.id === id);
			if (!one || one.failed === null) return;
			unsent = unsent.map((saying) => (saying.id === id ? { ...saying, failed: null } : saying));
			void send(one);
		},
		/** Of what the server did not take. */
		drop(id: string) {
			unsent = unsent.filter((one) => one.id !== id);
			keep();
		},
		close() {
			closed = true;
		}
	};
}
