// One broadcast from being written to being told (I3). From the first press on its words stand: asked again, it is the same
// one by the same id.
import { isRefused, isUnanswered, type ErrorCode } from '../../shared/errors.ts';
import { keepable } from '../../shared/fields.ts';
import { broadcast, readAudience } from '../browser/chat-api.ts';
import type { Audience, Sent } from '../conversation.ts';

export type BroadcastStep = 'write' | 'check' | 'sending' | 'failed' | 'done';

export function createBroadcast(room: string) {
	const id = crypto.randomUUID();
	let step = $state<BroadcastStep>('write');
	let text = $state('');
	let warning = $state(false);
	let audience = $state.raw<Audience | null>(null);
	let sent = $state.raw<Sent | null>(null);
	let failed = $state<ErrorCode | null>(null);
	/** An answer was lost, and none since has settled it: that a session is over does not. */
	let unanswered = $state(false);

	async function count(): Promise<void> {
		const told = await readAudience(room);
		audience = told.ok ? told.value : null;
	}

	async function send(): Promise<void> {
		if (step === 'sending') return;
		step = 'sending';
		const as = warning ? 'warning' : 'message';
		const told = await broadcast(room, { id, as, text: keepable(text).trim() });
		failed = told.ok ? null : told.error;
		if (told.ok || isRefused(told.error)) unanswered = false;
		else if (isUnanswered(told.error)) unanswered = true;
		sent = told.ok ? told.value : null;
		step = told.ok ? 'done' : 'failed';
	}

	return {
		get step() {
			return step;
		},
		get text() {
			return text;
		},
		set text(words: string) {
			text = words;
		},
		get warning() {
			return warning;
		},
		set warning(must: boolean) {
			warning = must;
		},
		/** Null while it is not known. */
		get audience() {
			return audience;
		},
		get sent() {
			return sent;
		},
		get failed() {
			return failed;
		},
		/** It may have been done, in part. */
		get unanswered() {
			return unanswered;
		},
		check() {
			step = 'check';
			void count();
		},
		back() {
			step = 'write';
		},
		send: () => void send()
	};
}
