// One form of staff, from its opening to a definite answer (I4): its id is made when it opens and renewed only then, so
// that a lost answer is repeated, never done again. Knows no kind of act and no network.
import { isRefused, type ErrorCode } from '../../shared/errors.ts';
import type { StaffAnswer } from '../browser/staff-api.ts';

export type FormState =
	| { readonly kind: 'open' }
	| { readonly kind: 'sending' }
	| { readonly kind: 'done' }
	| { readonly kind: 'refused'; readonly code: ErrorCode }
	/** What was sent last may have been done, or (`login`) was held up by a session that is over. */
	| { readonly kind: 'unknown' | 'login' };

export interface ActController<Body> {
	readonly state: FormState;
	/** What was sent is the thing that is repeated: nothing of it may be changed until there is an answer. */
	readonly locked: boolean;
	/** Ignored while one is under way or unknown. */
	press(body: Body): Promise<void>;
	/** The same again, by the same id. */
	retry(): Promise<void>;
}

export interface ActControllerOptions<Body> {
	send(request: Body & { readonly id: string }): Promise<StaffAnswer<unknown>>;
	/** A definite answer has come; what the page shows is up to date by then. */
	answered?(done: boolean): void;
	newId?(): string;
}

export function createActController<Body extends object>({
	send,
	answered,
	newId = () => crypto.randomUUID()
}: ActControllerOptions<Body>): ActController<Body> {
	let id = newId();
	let sent: Body | null = null;
	let state = $state.raw<FormState>({ kind: 'open' });

	async function ask(body: Body): Promise<void> {
		sent = body;
		state = { kind: 'sending' };
		const answer = await send({ ...body, id });
		if (!answer.ok && !isRefused(answer.error)) {
			state = { kind: answer.error === 'access.login-required' ? 'login' : 'unknown' };
			return;
		}
		sent = null;
		id = newId();
		state = answer.ok ? { kind: 'done' } : { kind: 'refused', code: answer.error };
		answered?.(answer.ok);
	}

	const busy = (): boolean => state.kind === 'sending';
	return {
		get state() {
			return state;
		},
		get locked() {
			return state.kind === 'unknown' || state.kind === 'login';
		},
		async press(body) {
			if (sent === null && !busy()) await ask(body);
		},
		async retry() {
			if (sent !== null && !busy()) await ask(sent);
		}
	};
}
