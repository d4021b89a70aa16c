// What is on a room's own record (I3, I4): of the room, and of no attempt. Pure.
import * as v from 'valibot';
import { CountField, IdField, TextField } from '../shared/fields.ts';

const MAX_TEXT = 2000;
const words = v.pipe(TextField, v.trim(), v.minLength(1), v.maxLength(MAX_TEXT));

export const ROOM_LOG_DATA = {
	/** For whoever takes over. */
	note: v.object({ text: words }),
	/** The same words to everybody who had begun; each attempt's log has them under this id. */
	broadcast: v.object({ text: words, warning: v.boolean(), sent: CountField, absent: CountField }),
	'signed-off': v.object({
		name: v.pipe(TextField, v.trim(), v.minLength(1), v.maxLength(100)),
		remark: v.pipe(TextField, v.trim(), v.maxLength(MAX_TEXT)),
		candidates: CountField,
		uploadsOutstanding: CountField,
		violations: CountField
	}),
	/** The signature is taken back. `entry`: the one it was. */
	'sign-off-withdrawn': v.object({ entry: IdField, reason: words })
} as const;

export type RoomLogKind = keyof typeof ROOM_LOG_DATA;
export type RoomLogOf<K extends RoomLogKind> = v.InferOutput<(typeof ROOM_LOG_DATA)[K]>;
export type RoomLogData = { [K in RoomLogKind]: RoomLogOf<K> }[RoomLogKind];

/** As the page shows it. */
export type RoomLogEntry = {
	[K in RoomLogKind]: {
		readonly id: string;
		readonly kind: K;
		readonly data: RoomLogOf<K>;
		readonly at: number;
		readonly by: { readonly account: string; readonly name: string };
	};
}[RoomLogKind];
