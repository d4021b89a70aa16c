// One candidate on the room's wall (I1): everything a tile shows, and by what it is sorted. Pure.
import type { PhoneFacet } from '../attempt/attempt-state.ts';
import type { PictureTrack } from '../live/staff-wire.ts';
import type { PhoneReport } from '../live/wire.ts';
import type { DesktopReport } from '../live/device-messages.ts';
import type { Unjudged } from '../integrity/incident-summary.ts';
import type { Millis } from '../shared/clock.ts';
import type { CandidateRow } from './candidate-row.ts';

/** When a device was last heard, and what it said of itself; null = that it is there, and nothing more. */
export interface Heard<Report> {
	readonly at: Millis;
	readonly report: Report | null;
}

export interface Tile extends CandidateRow {
	/** 抽签号; null until it is drawn. */
	readonly lot: number | null;
	/** Questions marked as answered. */
	readonly answered: number;
	readonly endsAt: Millis | null;
	readonly identity: 'unconfirmed' | 'confirmed' | 'waived';
	/** What to name first: the gravest that is open and not judged, else the gravest not judged. */
	readonly worst: Unjudged | null;
	/** Violations that wait for a second person. */
	readonly toReview: number;
	/** Messages of the candidate after the last of staff. */
	readonly unread: number;
	/** C17: reported and not dealt with. */
	readonly disputed: boolean;
	/** Of the computer in charge; null = there is none, or it was never heard. */
	readonly desktop: Heard<DesktopReport> | null;
	readonly phone: PhoneFacet;
	readonly phoneHeard: Heard<PhoneReport> | null;
	/** When the last small picture of each device in charge came. */
	readonly pictures: Readonly<Record<PictureTrack, Millis | null>>;
	/** Watched closely, by whomever. */
	readonly watched: boolean;
}
