// What goes over the WebSocket of a staff page (I1, I2), `/ws/staff`: known by its session's cookie, asked at every topic.
// HTTP carries commands and whole states; this says what changed. docs/spec/staff-wire.md.
import * as v from 'valibot';
import type { Tile } from '../invigilation/tile.ts';
import type { ErrorCode } from '../shared/errors.ts';
import { IdField as id, MillisField as millis } from '../shared/fields.ts';
import { SignalField, WIRE_VERSION, type IceServer, type LIVE_ENDS } from './wire.ts';

const version = v.literal(WIRE_VERSION);
/** More tiles than these nobody has before them. */
export const MAX_LOOKED_AT = 400;

/** Which device shows itself: the computer (camera and screen), or the phone. */
export const LIVE_DEVICES = ['desktop', 'phone'] as const;
export type LiveDevice = (typeof LIVE_DEVICES)[number];

const of = <T extends string, E extends v.ObjectEntries>(type: T, entries: E) =>
	v.object({ v: version, type: v.literal(type), ...entries });

export const StaffMessageSchema = v.variant('type', [
	of('ping', { sentAt: v.number() }),
	/** The tiles of this room (`chat.read`: they tell of unread messages); with `attempt.act` this person is present in it (I4). */
	of('watch', { room: id }),
	of('unwatch', { room: id }),
	/** Pictures of these attempts, and of no others (`live.view`). */
	of('look', { attempts: v.pipe(v.array(id), v.maxLength(MAX_LOOKED_AT)) }),
	/** What concerns one attempt (`room.view`): `changed` after each commit. One at a time; null = none. */
	of('follow', { attempt: v.nullable(id) }),
	/** I2 (`live.view`): `viewer` is this page's own id for one peer. */
	of('live', { attempt: id, device: v.picklist(LIVE_DEVICES), viewer: id }),
	of('live-end', { viewer: id }),
	of('signal', { viewer: id, data: SignalField })
]);
export type StaffMessage = v.InferOutput<typeof StaffMessageSchema>;

/** Who has the room before them, and whose page. */
export interface PresentPerson {
	readonly account: string;
	readonly name: string;
	/** The attempt whose page is open. */
	readonly attempt: string | null;
}

type Said<T extends string, E extends object> = { readonly v: 1; readonly type: T } & Readonly<E>;

/** Of the same build: what the server says is not checked again, beside its version. */
export type StaffPush =
	| Said<'welcome', { epoch: string; now: number }>
	| Said<'pong', { sentAt: number; now: number }>
	/** Of what was asked, or of the whole socket (then it is closed). `topic` of a live view: its viewer. */
	| Said<'refused', { code: ErrorCode; about: StaffMessage['type'] | null; topic: string | null }>
	/** Changed since the last; the whole room is asked by HTTP. */
	| Said<'tiles', { room: string; now: number; tiles: readonly Tile[] }>
	| Said<'present', { room: string; people: readonly PresentPerson[] }>
	/** The room's own record, or who is watched closely, changed: read it again. */
	| Said<'room', { room: string }>
	/** `seq`: of the last line of its log. */
	| Said<'changed', { attempt: string; seq: number }>
	| Said<'live', { viewer: string; iceServers: readonly IceServer[]; relayOnly: boolean }>
	| Said<'live-ended', { viewer: string; why: (typeof LIVE_ENDS)[number] }>
	| Said<'signal', { viewer: string; data: string }>;

export const PICTURE_TRACKS = ['camera', 'screen', 'evidence'] as const;
export type PictureTrack = (typeof PICTURE_TRACKS)[number];

/** A binary message: a line of JSON, a line feed, then the picture as it came. */
export interface PushedPicture {
	readonly attempt: string;
	readonly track: PictureTrack;
	/** When it came, server ms. */
	readonly at: number;
	readonly type: 'image/jpeg';
}

export const PushedPictureSchema = v.object({
	attempt: id,
	track: v.picklist(PICTURE_TRACKS),
	at: millis,
	type: v.literal('image/jpeg')
});
