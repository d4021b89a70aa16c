// What staff's pages ask of the conversation (docs/spec/help.md): every answer is checked, every failure is a code.
import * as v from 'valibot';
import type { RoomLogEntry } from '../../invigilation/room-log.ts';
import { ask } from '../../live/browser/ask.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { Result } from '../../shared/result.ts';
import {
	AudienceSchema,
	ConversationSchema,
	SentSchema,
	type Audience,
	type Conversation,
	type Saying,
	type Sent
} from '../conversation.ts';

/** A broadcast goes to hundreds of attempts, one after the other. */
const BROADCAST_TIMEOUT_MS = 30_000;

type Answer<T> = Promise<Result<T, ErrorCode>>;

const chatOf = (attempt: string, after: number): string =>
	`/api/attempts/${attempt}/chat?after=${String(after)}`;

export const readConversation = (attempt: string, after: number): Answer<Conversation> =>
	ask(chatOf(attempt, after), ConversationSchema);

export const say = (attempt: string, after: number, saying: Saying): Answer<Conversation> =>
	ask(chatOf(attempt, after), ConversationSchema, { body: saying });

export const readAudience = (room: string): Answer<Audience> =>
	ask(`/api/rooms/${room}/broadcast`, AudienceSchema);

export const broadcast = (room: string, saying: Saying): Answer<Sent> =>
	ask(`/api/rooms/${room}/broadcast`, SentSchema, {
		body: saying,
		timeoutMs: BROADCAST_TIMEOUT_MS
	});

// of the same build, and shown as text only
const RoomLogSchema = v.object({
	entries: v.array(v.custom<RoomLogEntry>((entry) => typeof entry === 'object' && entry !== null))
});
export type RoomLogAnswer = v.InferOutput<typeof RoomLogSchema>;

export const readRoomLog = (room: string): Answer<RoomLogAnswer> =>
	ask(`/api/rooms/${room}/log`, RoomLogSchema);

export const writeNote = (
	room: string,
	note: { readonly id: string; readonly text: string }
): Answer<RoomLogAnswer> => ask(`/api/rooms/${room}/notes`, RoomLogSchema, { body: note });
