// A room's own record on a page of staff (I3): read, and a note that is written once, by an id that stands until there is
// a definite answer.
import type { RoomLogEntry } from '../../invigilation/room-log.ts';
import { isRefused, type ErrorCode } from '../../shared/errors.ts';
import { keepable } from '../../shared/fields.ts';
import { readRoomLog, writeNote } from '../browser/chat-api.ts';

export function createRoomRecord(room: string) {
	let entries = $state.raw<readonly RoomLogEntry[] | null>(null);
	let draft = $state('');
	let busy = $state(false);
	let failed = $state<ErrorCode | null>(null);
	let refused = $state<ErrorCode | null>(null);
	/** Of the note under way, with its words: others are another note. */
	let note: { readonly id: string; readonly text: string } | null = null;
	let asked = 0;

	async function read(): Promise<void> {
		const own = ++asked;
		const told = await readRoomLog(room);
		// an answer that was overtaken says what was
		if (own !== asked) return;
		failed = told.ok ? null : told.error;
		if (told.ok) entries = told.value.entries;
	}

	async function write(): Promise<void> {
		if (busy) return;
		busy = true;
		const text = keepable(draft).trim();
		if (note?.text !== text) note = { id: crypto.randomUUID(), text };
		const told = await writeNote(room, note);
		busy = false;
		refused = told.ok ? null : told.error;
		// refused for good; by an id that is somebody else's it would be so for ever
		if (told.ok || isRefused(told.error)) note = null;
		if (!told.ok) return;
		asked++;
		({ entries } = told.value);
		if (keepable(draft).trim() === text) draft = '';
	}

	return {
		/** Oldest first; null until they were read once. */
		get entries() {
			return entries;
		},
		get draft() {
			return draft;
		},
		set draft(text: string) {
			draft = text;
		},
		get busy() {
			return busy;
		},
		/** Why it could not be read the last time. */
		get failed() {
			return failed;
		},
		/** Why the note was not written, as far as is known. */
		get refused() {
			return refused;
		},
		read: () => void read(),
		write: () => void write()
	};
}
