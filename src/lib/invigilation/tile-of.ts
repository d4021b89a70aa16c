// A tile from what is known of a candidate (I1): the log's projection, the films, the last words of both devices. Pure.
import type { AttemptState } from '../attempt/attempt-state.ts';
import { hasDispute } from '../attempt/staff-transitions.ts';
import { officialEnd } from '../attempt/time-rules.ts';
import { worstUnjudged } from '../integrity/incident-summary.ts';
import type { PhoneReport } from '../live/wire.ts';
import type { DesktopReport } from '../live/device-messages.ts';
import type { Millis } from '../shared/clock.ts';
import { candidateRow, violationsToReview, type CandidateFacts } from './candidate-row.ts';
import type { Tile } from './tile.ts';

/** A device's last word, with the lease that it is of. */
export interface SaidBy<Report> {
	readonly lease: string;
	readonly at: Millis;
	readonly report: Report;
}

/** What devices say every other second; nothing of it is in the log. */
export interface DeviceWords {
	readonly desktop: SaidBy<DesktopReport> | null;
	readonly phone: SaidBy<PhoneReport> | null;
	/** Of the devices whose words these are. */
	readonly pictures: Tile['pictures'];
}

export const NO_WORDS: DeviceWords = {
	desktop: null,
	phone: null,
	pictures: { camera: null, screen: null, evidence: null }
};

export interface TileFacts extends CandidateFacts {
	readonly watched: boolean;
	/** When the device in charge was last heard, whatever it said; null = never. */
	readonly leaseHeardAt: Millis | null;
	readonly words: DeviceWords;
}

export function tileOf(facts: TileFacts, now: Millis): Tile {
	const { attempt, watched } = facts;
	const row = candidateRow(facts, now);
	if (!attempt) return { ...row, ...NOTHING_YET, watched };
	const { state, unread = 0 } = attempt;
	return {
		...row,
		lot: state.lot?.number ?? null,
		answered: state.chapters.length,
		endsAt: officialEnd(state),
		identity: state.identity,
		worst: worstUnjudged(state, now),
		toReview: violationsToReview(state),
		unread,
		disputed: hasDispute(state),
		desktop: desktopOf(state, facts),
		phone: state.phone,
		phoneHeard: said(facts.words.phone, state.evidence.lease),
		pictures: picturesOf(state, facts.words),
		watched
	};
}

const NOTHING_YET = {
	...{ lot: null, answered: 0, endsAt: null, identity: 'unconfirmed', worst: null },
	...{ toReview: 0, unread: 0, disputed: false, desktop: null, phone: 'unbound' },
	...{ phoneHeard: null, pictures: NO_WORDS.pictures }
} as const satisfies Partial<Tile>;

/** The lease in charge; one that has never said how it is may have been heard all the same. */
export function desktopOf(
	{ lease }: Pick<AttemptState, 'lease'>,
	{ words, leaseHeardAt }: Pick<TileFacts, 'words' | 'leaseHeardAt'>
): Tile['desktop'] {
	if (lease === null) return null;
	const heard = said(words.desktop, lease);
	if (!heard && leaseHeardAt === null) return null;
	return {
		at: Math.max(heard?.at ?? 0, leaseHeardAt ?? 0),
		report: heard?.report ?? null
	};
}

/** Nor is what another device has shown. */
export function picturesOf(
	{ lease, evidence }: Pick<AttemptState, 'lease' | 'evidence'>,
	words: DeviceWords
): Tile['pictures'] {
	const { camera, screen, evidence: phone } = words.pictures;
	const isShown = said(words.desktop, lease) !== null;
	return {
		camera: isShown ? camera : null,
		screen: isShown ? screen : null,
		evidence: said(words.phone, evidence.lease) ? phone : null
	};
}

/** Another device's word is not this one's. */
export const said = <Report>(
	one: SaidBy<Report> | null,
	lease: string | null
): Omit<SaidBy<Report>, 'lease'> | null =>
	one && one.lease === lease ? { at: one.at, report: one.report } : null;
