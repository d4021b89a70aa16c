// What the wall of one room is drawn from (I1); afterwards tiles come by push (live/staff-wire.ts).
import type { Permission } from '../accounts/permissions.ts';
import type { PresentPerson } from '../live/staff-wire.ts';
import type { ExamTexts } from '../attempt/rules.ts';
import type { Millis } from '../shared/clock.ts';
import type { Tile } from './tile.ts';

export interface WallRoom {
	readonly id: string;
	readonly name: string;
	readonly exam: {
		readonly id: string;
		readonly title: ExamTexts['title'];
		readonly kind: 'mock' | 'formal';
		readonly sittingCode: string;
	};
	readonly startsAt: Millis;
	readonly endsAt: Millis;
	readonly loginOpensAt: Millis;
	/** Since when an invigilator was first present; null = nobody yet (I4). */
	readonly openedAt: Millis | null;
	readonly demandsInvigilator: boolean;
	/** I3: texts to choose from. */
	readonly prepared: ExamTexts['prepared'];
}

export interface WallView {
	readonly v: 1;
	readonly now: Millis;
	readonly epoch: string;
	readonly room: WallRoom;
	readonly me: {
		readonly account: string;
		readonly name: string;
		readonly permissions: readonly Permission[];
	};
	readonly people: readonly PresentPerson[];
	readonly tiles: readonly Tile[];
}
