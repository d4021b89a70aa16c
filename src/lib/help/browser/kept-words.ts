// What somebody of staff has written and not sent, for a page that is reloaded in the middle. In the tab's own memory: it
// is gone with it, for others use this computer too.
import * as v from 'valibot';
import { isCode, type ErrorCode } from '../../shared/errors.ts';
import { SayingFields } from '../conversation.ts';
import type { Unsent } from '../conversation-view.ts';

const KeptSchema = v.object({
	draft: v.string(),
	unsent: v.array(
		v.object({
			...SayingFields,
			at: v.number(),
			failed: v.nullable(v.custom<ErrorCode>((code) => isCode(code)))
		})
	)
});
export interface KeptWords {
	readonly draft: string;
	readonly unsent: readonly Unsent[];
}

const NOTHING: KeptWords = { draft: '', unsent: [] };
const keyOf = (attempt: string): string => `duimian.chat.${attempt}`;

export function readKeptWords(attempt: string): KeptWords {
	try {
		const kept: unknown = JSON.parse(sessionStorage.getItem(keyOf(attempt)) ?? 'null');
		const parsed = v.safeParse(KeptSchema, kept);
		return parsed.success ? parsed.output : NOTHING;
	} catch {
		return NOTHING;
	}
}

export function keepWords(attempt: string, words: KeptWords): void {
	try {
		if (words.draft === '' && words.unsent.length === 0) sessionStorage.removeItem(keyOf(attempt));
		else sessionStorage.setItem(keyOf(attempt), JSON.stringify(words));
	} catch {
		// storage is refused or full: the words are still on the page
	}
}
