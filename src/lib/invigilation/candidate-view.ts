// What the page of one candidate is told (I2): facts for whoever acts or sees the recording, and beside them what each
// permission opens. What a person may not see is left out, not hidden. Types only.
import type { AttemptState, Judgement, PhoneFacet } from '../attempt/attempt-state.ts';
import type { ExamTexts } from '../attempt/rules.ts';
import type { Stage } from '../attempt/stage.ts';
import type { LoginWay } from '../accounts/login-way.ts';
import type { Permission } from '../accounts/permissions.ts';
import type { PhoneReport } from '../live/wire.ts';
import type { DesktopReport } from '../live/device-messages.ts';
import type { Unjudged } from '../integrity/incident-summary.ts';
import type { IncidentMark } from '../review/marks.ts';
import type { PartStatus, Unwitnessed } from '../review/review.ts';
import type { Millis } from '../shared/clock.ts';
import type { ActsView } from './acts-view.ts';
import type { Heard, Tile } from './tile.ts';

/** What waits for a person, the most pressing first. */
export const WAITS = [
	'device-asking',
	'face-asking',
	'entry-closed',
	'to-judge',
	'to-review',
	'disputed',
	'unacknowledged',
	'upload-outstanding'
] as const;
export interface Wait {
	readonly kind: (typeof WAITS)[number];
	/** How many of them; one, where it is one thing. */
	readonly count: number;
}

/** An incident with the last word of a person on it. Its comments and reasons are lines of the log. */
export interface CandidateIncident extends Omit<IncidentMark, 'kind' | 'comments'> {
	readonly judgement: Judgement | null;
}

/** Steps and chapters, the times that a ruler begins and ends with. */
export interface CandidateTimes {
	readonly startsAt: Millis;
	/** With what was granted. */
	readonly endsAt: Millis;
	readonly enteredAt: Millis | null;
	readonly startedAt: Millis | null;
	readonly endedAt: Millis | null;
	readonly chapters: AttemptState['chapters'];
}

/** The devices as they were heard last. */
export interface CandidateDevices {
	/** Null: none has the attempt. */
	readonly desktop: Heard<DesktopReport> | null;
	readonly phone: PhoneFacet;
	readonly phoneHeard: Heard<PhoneReport> | null;
	/** C4: what the device check found the computer to be. */
	readonly computer: { readonly browser: string; readonly system: string } | null;
	/** When the last small picture of each device in charge came. */
	readonly pictures: Tile['pictures'];
}

/** A part of the sweep's film. */
export interface SweepPart {
	readonly id: string;
	readonly status: PartStatus;
	/** Null until it can be played; each opening is a look, and on record. */
	readonly url: string | null;
}

/** A line of the log: `reason` and `by` of an act of staff, `text` of what the candidate says to an incident or its details. */
export interface CandidateLine {
	readonly seq: number;
	readonly type: string;
	readonly data: Readonly<Record<string, unknown>>;
	/** When it happened, as the device knew it; else when the server wrote it. */
	readonly at: Millis;
	readonly lateMs: number;
	/** The name of who acted. */
	readonly by?: string;
	readonly reason?: string;
	readonly text?: string;
	/** It had words, which were erased. */
	readonly erased?: true;
}

/** GET /api/attempts/[attempt]/candidate, without the wire's version. */
export interface CandidateView {
	readonly now: Millis;
	/** Of the server's data: another one means that a backup was restored, and lines may be gone. */
	readonly epoch: string;
	readonly attempt: string;
	/** Of the last line of the log that this tells of. */
	readonly seq: number;
	/** What this person may here. */
	readonly may: readonly Permission[];
	readonly candidate: {
		readonly id: string;
		readonly name: string;
		readonly admission: string;
		readonly position: string;
	};
	readonly room: { readonly id: string; readonly name: string };
	readonly stage: Stage;
	readonly lot: number | null;
	readonly times: CandidateTimes;
	readonly identity: AttemptState['identity'];
	readonly waits: readonly Wait[];
	readonly watched: boolean;
	/** Messages of the candidate without an answer, of the whole log: as many as on the wall. */
	readonly unread: number;
	readonly devices: CandidateDevices;
	readonly incidents: readonly CandidateIncident[];
	/** A phone that does not film, weighed as the wall does; null: it films, or it is one of `incidents`, as it is from then on. */
	readonly phoneNow: Unjudged | null;
	/** Noted beyond those that are kept: they are in the log only. */
	readonly more: number;
	/** After the one that was asked after, without those that tell of single parts of films. */
	readonly lines: readonly CandidateLine[];
	/** Behind the one that was asked after there are more than are told at once; some kinds are told whole all the same. */
	readonly older: boolean;
	/** Who judges faces, or sees the recording. */
	readonly login?: {
		readonly way: LoginWay | null;
		/** Of the login that was accepted; null: there was none, or it was erased. */
		readonly score: number | null;
		readonly portrait: boolean;
	};
	/** Who sees the recording. `parts`: of the last sweep, in their order. */
	readonly sweep?: {
		readonly way: 'sensor' | 'timed';
		readonly sectors: number;
		readonly at: Millis;
		readonly parts: readonly SweepPart[];
	} | null;
	/** Who sees the recording: spans of its films that no digest vouches for. */
	readonly unwitnessed?: readonly Unwitnessed[];
	/** Who reads the conversation. */
	readonly warnings?: readonly {
		readonly id: string;
		readonly at: Millis;
		readonly acknowledgedAt: Millis | null;
	}[];
	/** I3: who writes to the candidate. */
	readonly prepared?: ExamTexts['prepared'];
	/** What this person may do now, and why not the rest; who only looks is told what others judged. */
	readonly acts: ActsView;
}
