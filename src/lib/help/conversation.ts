// The conversation of one attempt as staff are told it (I3), and what they ask of it. Pure.
import * as v from 'valibot';
import { CountField, IdField, MillisField, TextField } from '../shared/fields.ts';
import { MAX_TEXT } from './message-text.ts';
import { SpokenLineSchema } from './spoken-line.ts';

export const WordsField = v.pipe(TextField, v.trim(), v.minLength(1), v.maxLength(MAX_TEXT));

/** `message`: an answer; `warning`: the candidate must acknowledge it. */
export const SAID_AS = ['message', 'warning'] as const;
export type SaidAs = (typeof SAID_AS)[number];

/** What staff say, once: the same `id` does it once, however often it comes. */
export const SayingFields = {
	id: IdField,
	as: v.picklist(SAID_AS),
	text: WordsField
};
export type Saying = Readonly<v.InferOutput<v.ObjectSchema<typeof SayingFields, undefined>>>;

const StaffLineSchema = v.object({
	...SpokenLineSchema.entries,
	/** It went to the whole room. */
	broadcast: v.boolean(),
	/** Who of staff; null of the candidate, and where it was erased. */
	by: v.nullable(v.object({ account: v.string(), name: v.string() }))
});
export type StaffLine = Readonly<v.InferOutput<typeof StaffLineSchema>>;

/** Where the conversation stands as a whole, whatever lines were asked for. */
const StandingSchema = v.object({
	/** The candidate's computer has said that it was told up to this line. */
	delivered: CountField,
	/** It has stood before the candidate up to this line. */
	seen: CountField,
	/** By a warning's id: when the candidate acknowledged it. */
	acknowledged: v.record(v.string(), MillisField),
	/** A warning needs somebody who can still put things right. */
	ended: v.boolean()
});
export type Standing = Readonly<v.InferOutput<typeof StandingSchema>>;

export const ConversationSchema = v.object({
	/** Of the server when it said this: a restored one begins anew. */
	epoch: v.string(),
	/** Behind the one that was asked for, in the order of the log. */
	lines: v.array(StaffLineSchema),
	/** There are more behind it than are told at once: those before the first of `lines`. */
	older: v.boolean(),
	...StandingSchema.entries
});
export type Conversation = Readonly<v.InferOutput<typeof ConversationSchema>>;

export const AudienceSchema = v.object({
	/** Candidates who have begun and not ended. */
	running: CountField,
	/** The others of the room: nobody is there to read it. */
	absent: CountField
});
export type Audience = Readonly<v.InferOutput<typeof AudienceSchema>>;

/** What came of a broadcast: as many were told, as many were not. */
export const SentSchema = v.object({ sent: CountField, absent: CountField });
export type Sent = Readonly<v.InferOutput<typeof SentSchema>>;
