// What the page of one room is drawn from (I1): read whole by HTTP, kept fresh by pushes (docs/spec/staff-wire.md). Pure.
import type { Permission } from '../accounts/permissions.ts';
import type { Text } from '../attempt/rules.ts';
import type { PresentPerson } from '../live/staff-wire.ts';
import type { Millis } from '../shared/clock.ts';
import type { Tile } from './tile.ts';

export interface WallRoom {
	readonly id: string;
	readonly name: string;
	readonly exam: {
		readonly id: string;
		readonly title: Text;
		readonly kind: 'mock' | 'formal';
		readonly sittingCode: string;
	};
	readonly startsAt: Millis;
	readonly endsAt: Millis;
	readonly loginOpensAt: Millis;
	/** I4: since when a present invigilator has opened it; null = nobody has been there. */
	readonly openedAt: Millis | null;
	/** I4: nobody enters before somebody has been there. */
	readonly demandsInvigilator: boolean;
	/** I3: what is said often. */
	readonly prepared: readonly Text[];
}

export interface WallView {
	/** Before it was read: a tile that was pushed with a later `now` is newer than the one here. */
	readonly now: Millis;
	readonly epoch: string;
	readonly room: WallRoom;
	readonly me: {
		readonly account: string;
		readonly name: string;
		/** Held at this room. */
		readonly permissions: readonly Permission[];
	};
	readonly people: readonly PresentPerson[];
	/** By need. */
	readonly tiles: readonly Tile[];
}
