// What an exam's address says at a given time (C1, C5). Absolute times in, one state out; server and page ask the same.
import type { ExamTexts } from '../attempt/rules.ts';
import type { Millis } from '../shared/clock.ts';

/** Public: no names, no rooms. */
export interface SittingFacts {
	readonly code: string;
	readonly kind: 'mock' | 'formal';
	readonly loginOpensAt: Millis;
	readonly entryOpensAt: Millis;
	readonly startsAt: Millis;
	/** Of a *first* login (C9). */
	readonly loginClosesAt: Millis;
	readonly endsAt: Millis;
}

export interface ExamFacts {
	/** Its address is `/e/<address>`. */
	readonly address: string;
	readonly title: ExamTexts['title'];
	readonly supportPhone: string;
	/** C6: its candidates log in by face, or, equally, by account (C7). */
	readonly face: boolean;
	/** The announced window; null = open on that side. */
	readonly opensAt: Millis | null;
	readonly closesAt: Millis | null;
	/** In order of their starts. */
	readonly sittings: readonly SittingFacts[];
}

export type Arrival =
	/** The window has not opened. */
	| { readonly kind: 'before'; readonly opensAt: Millis; readonly sitting: SittingFacts | null }
	/** The login of the next sitting has not opened. */
	| { readonly kind: 'early'; readonly opensAt: Millis; readonly sitting: SittingFacts }
	| { readonly kind: 'open'; readonly sitting: SittingFacts }
	/** All sittings are over, or there is none; who was in one may still come back. */
	| { readonly kind: 'over'; readonly sitting: SittingFacts | null }
	| { readonly kind: 'after'; readonly closedAt: Millis; readonly sitting: SittingFacts | null };

export function arrivalAt(exam: ExamFacts, now: Millis): Arrival {
	const { sittings, opensAt, closesAt } = exam;
	const next = sittings.find((sitting) => now < sitting.loginOpensAt);
	const last = sittings.at(-1) ?? null;
	if (opensAt !== null && now < opensAt) return { kind: 'before', opensAt, sitting: next ?? last };
	if (closesAt !== null && now >= closesAt)
		return { kind: 'after', closedAt: closesAt, sitting: last };
	// of several that run, the one whose login opened last: its candidates are on their way
	const running = sittings.findLast(
		({ loginOpensAt, endsAt }) => now >= loginOpensAt && now < endsAt
	);
	if (running) return { kind: 'open', sitting: running };
	return next
		? { kind: 'early', opensAt: next.loginOpensAt, sitting: next }
		: { kind: 'over', sitting: last };
}

type Window = Pick<ExamFacts, 'opensAt' | 'closesAt'>;

/** Whether the announced window is open: what `/` counts. */
export const isOpenAt = ({ opensAt, closesAt }: Window, now: Millis): boolean =>
	(opensAt === null || now >= opensAt) && (closesAt === null || now < closesAt);

/** Where an exam is entered. */
export const entryPath = ({ address }: Pick<ExamFacts, 'address'>): string =>
	`/e/${encodeURIComponent(address)}`;
