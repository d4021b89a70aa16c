// Routes of the conversation in Kit: who speaks, what an address asks for.
import type { RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import { requireAccessTo } from '../../accounts/server/kit-access.ts';
import type { Permission } from '../../accounts/permissions.ts';
import { WIRE_VERSION } from '../../live/wire.ts';
import { getApp } from '../../server/app.ts';
import { SayingFields, WordsField } from '../conversation.ts';
import type { Speaker } from './chat.service.ts';

const version = v.literal(WIRE_VERSION);
export const SayingSchema = v.object({ v: version, ...SayingFields });
export const NoteSchema = v.object({ v: version, id: SayingFields.id, text: WordsField });

/** @returns the attempt's id and who speaks, let in; answers otherwise */
export async function atAttempt(
	event: RequestEvent,
	permission: Permission
): Promise<{ readonly attempt: string; readonly speaker: Speaker }> {
	const attempt = event.params['attempt'] ?? '';
	const place = await getApp().places.attempt(attempt);
	const { account } = requireAccessTo(event, permission, place);
	return { attempt, speaker: { account, address: event.getClientAddress() } };
}

export async function atRoom(
	event: RequestEvent,
	permission: Permission
): Promise<{ readonly room: string; readonly speaker: Speaker }> {
	const room = event.params['room'] ?? '';
	const place = await getApp().places.room(room);
	const { account } = requireAccessTo(event, permission, place, 'room.not-found');
	return { room, speaker: { account, address: event.getClientAddress() } };
}

/** `?after=SEQ`; without it, or with nonsense, all of it. */
export function afterOf({ searchParams }: URL): number {
	const asked = Number(searchParams.get('after') ?? -1);
	return Number.isSafeInteger(asked) && asked <= MAX_SEQ ? asked : -1;
}
const MAX_SEQ = 2 ** 31 - 1;
