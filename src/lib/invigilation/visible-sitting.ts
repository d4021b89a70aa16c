// Sittings and rooms as staff see them.
import type { ExamTexts } from '../attempt/rules.ts';
import type { Millis } from '../shared/clock.ts';
import type { PresentPerson } from '../live/staff-wire.ts';
import type { CandidateRow } from './candidate-row.ts';

export interface VisibleRoom {
	readonly id: string;
	readonly exam: string;
	readonly name: string;
}

export interface VisibleSitting {
	readonly id: string;
	readonly code: string;
	readonly kind: 'mock' | 'formal';
	readonly title: ExamTexts['title'];
	readonly startsAt: Millis;
	readonly endsAt: Millis;
	readonly rooms: readonly VisibleRoom[];
}

export interface ListedRoom extends VisibleRoom {
	/** Whether this person may open the pages of its candidates (I2). */
	readonly mayOpen: boolean;
	/** Whether this person may have its page before them (I1), and so is told what was noticed and who is present. */
	readonly mayWatch: boolean;
	/** Whether this person may act on its candidates (I4). */
	readonly mayAct: boolean;
	/** I4: invigilators who have it before them. */
	readonly people: readonly PresentPerson[];
	/** By need. */
	readonly candidates: readonly CandidateRow[];
}
