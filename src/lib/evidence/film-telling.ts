// When the phone tells the log that it films, and that it does not (P5, C33): once for each change, from which instant on,
// and again when the server believes something else. Pure.
import type { EventData } from '../attempt/events.ts';
import type { Millis } from '../shared/clock.ts';
import { filmingState, type SourceState } from '../recording/device-recording.ts';
import type { PhoneState } from './phone-state.ts';

/** What is true of the camera and the page at this moment. */
export interface FilmFacts {
	/** The person has started it and not stopped it. */
	readonly wanted: boolean;
	/** The part that slices go into; null while none is being recorded. */
	readonly part: { readonly id: string; readonly startedAt: Millis } | null;
	/** The system has taken the camera's picture away (a call, another app). */
	readonly muted: boolean;
	/** The page is in the background: on most phones the camera stands still there, on none is it certain. */
	readonly hidden: boolean;
}

export interface FilmTold {
	readonly word: 'nothing' | 'filming' | 'interrupted';
	/** Since when the part has run without a gap: its start, or the return of the picture within it. */
	readonly gapless: { readonly part: string; readonly since: Millis } | null;
	readonly mutedBefore: boolean;
}

export type FilmWord =
	| { readonly type: 'phone.filming'; readonly data: EventData<'phone.filming'> }
	| { readonly type: 'phone.interrupted'; readonly data: EventData<'phone.interrupted'> };

export const NOTHING_TOLD: FilmTold = { word: 'nothing', gapless: null, mutedBefore: false };

/** @param facet what the server believes, null = not known or a word of ours is still on its way */
export function tellFilm(
	told: FilmTold,
	facts: FilmFacts,
	facet: PhoneState['phone'] | null,
	now: Millis
): { readonly told: FilmTold; readonly say: FilmWord | null } {
	const gapless = gaplessOf(told, facts, now);
	const next: FilmTold = { ...told, gapless, mutedBefore: facts.muted };
	if (!facts.wanted) return { told: { ...next, word: 'nothing' }, say: null };
	if (isFilming(facts) && gapless) {
		// nothing was heard of us for a while, or a restored server has forgotten it
		const forgotten = facet !== null && facet !== 'filming';
		if (told.word === 'filming' && !forgotten) return { told: next, say: null };
		return {
			told: { ...next, word: 'filming' },
			say: { type: 'phone.filming', data: { since: gapless.since } }
		};
	}
	// before its first slice it has not begun
	if (told.word !== 'filming') return { told: next, say: null };
	const why = facts.hidden ? 'hidden' : 'device';
	return {
		told: { ...next, word: 'interrupted' },
		say: { type: 'phone.interrupted', data: { at: now, why } }
	};
}

/** From the camera as the recording tells it: before its first slice nothing is filmed. */
export function filmFacts(
	camera: Pick<FilmFacts, 'wanted' | 'hidden' | 'muted'> & Pick<SourceState, 'track'>,
	now: Millis
): FilmFacts {
	const { wanted, hidden, muted, track } = camera;
	// whether it is missed is the facet's affair
	const filming = filmingState({ track, wantedSince: null }, now);
	// what waits in memory goes on without a gap
	const films = filming === 'filmed' || (filming === 'held' && track?.storedUntil !== null);
	return { wanted, hidden, muted, part: films ? (track?.part ?? null) : null };
}

export const isFilming = ({ part, muted, hidden }: FilmFacts): boolean =>
	part !== null && !muted && !hidden;

function gaplessOf(told: FilmTold, { part, muted }: FilmFacts, now: Millis): FilmTold['gapless'] {
	if (!part) return null;
	const { gapless, mutedBefore } = told;
	if (gapless?.part !== part.id) return { part: part.id, since: part.startedAt };
	return mutedBefore && !muted ? { part: part.id, since: now } : gapless;
}
