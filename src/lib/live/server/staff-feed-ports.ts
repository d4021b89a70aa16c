// What the sockets of staff need of the world, and what they offer to it (staff-feed.ts).
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Person } from '../../accounts/permissions.ts';
import type { Places } from '../../accounts/server/place.repository.ts';
import type { Clock } from '../../shared/clock.ts';
import type { Log } from '../../shared/log.ts';
import type { PushedPicture, StaffMessage, StaffPush } from '../staff-wire.ts';

export type Push = StaffPush extends infer P ? (P extends unknown ? Omit<P, 'v'> : never) : never;
export type Of<T extends StaffMessage['type']> = Extract<StaffMessage, { type: T }>;

/** Who has a room before them on a page of this process, with the right to act in it (I4). */
export interface PresentHere {
	readonly room: string;
	readonly account: string;
	/** The attempt whose page is open. */
	readonly attempt: string | null;
	/** An invigilator's presence, which opens the room. */
	readonly opens: boolean;
}

/** I2: one page of staff that wants to see a device; the gate has been asked. */
export interface LiveViewer {
	readonly viewer: string;
	readonly account: string;
	readonly attempt: string;
	/** Network address, for the audit log. */
	readonly address: string;
}

export interface StaffFeedOptions {
	readonly epoch: string;
	readonly clock: Clock;
	readonly log: Log;
	allowed(request: IncomingMessage): boolean;
	addressOf?(request: IncomingMessage): string;
	/** Whom this session's secret lets in now. */
	personOf(secret: string): Promise<Person | null>;
	readonly places: Pick<Places, 'room' | 'attempt' | 'attempts'>;
	/** This room is watched here: what the page must be told first. Nothing that changes later is missed. */
	watched?(room: string): Promise<readonly Push[]>;
	/** Who is present here may be others (I4). */
	presenceChanged?(): void;
	onLive?(viewer: LiveViewer, device: Of<'live'>['device']): void;
	onSignal?(viewer: LiveViewer, data: string): void;
	/** Stopped, gone, or not allowed any more. */
	onLiveEnd?(viewer: LiveViewer): void;
	readonly askAgainMs?: number;
}

export interface StaffFeed {
	upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
	connections(): number;
	/** Somebody here looks at the pictures of this attempt. */
	lookers(attempt: string): boolean;
	/** To whoever looks at it here; left out for a page that does not read as fast. */
	sendPicture(header: PushedPicture, bytes: Uint8Array): void;
	/** To whoever watches this room here. */
	toRoom(room: string, push: Push): void;
	toFollowers(attempt: string, push: Push): void;
	/** I2. @returns false: its page is not here, or gone */
	toViewer(viewer: string, push: Push): boolean;
	isWatched(room: string): boolean;
	watchedRooms(): Iterable<string>;
	isFollowed(attempt: string): boolean;
	present(): PresentHere[];
	/** A session of this account has ended, or its roles are others. */
	accessChanged(account: string): void;
	/** All of them, or this account's. */
	askAgain(account?: string): Promise<void>;
	close(): void;
}
