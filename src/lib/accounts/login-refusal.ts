// Why somebody was not let in, whichever way they came: the services say it, the entry page shows it.
import type { Millis } from '../shared/clock.ts';
import type { Refusal } from '../shared/errors.ts';

export interface LoginRefusal extends Refusal {
	/** With 'login.too-many-tries': whole minutes until the next try. */
	readonly minutes?: number | undefined;
	/** With 'login.not-open': when it opens (C5), server time. */
	readonly opensAt?: Millis | undefined;
	/** Whom to call, when it is the time that refuses. */
	readonly phone?: string | null | undefined;
}

/** With what was typed, so that it is there again. */
export type RefusedLogin = LoginRefusal &
	(
		| { readonly way: 'account'; readonly account: string }
		| { readonly way: 'face'; readonly admission: string }
	);
