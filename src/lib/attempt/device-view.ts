// What the server tells the candidate's computer about its own attempt: GET /api/attempt (docs/spec/wire.md). The page
// keeps it, so that it can be opened without a network.
import * as v from 'valibot';
import { SpokenLineSchema } from '../help/spoken-line.ts';
import { HeadSchema } from '../live/wire.ts';
import { wholeState, type AttemptState } from './attempt-state.ts';

/** Who the candidate is, as far as their own page shows it. */
const OwnDetailsSchema = v.object({
	name: v.string(),
	admission: v.string(),
	/** Masked by the server already. */
	idNumber: v.string(),
	position: v.string(),
	room: v.string(),
	sittingCode: v.string()
});
export type OwnDetails = Readonly<v.InferOutput<typeof OwnDetailsSchema>>;

/** What the candidate has said to one of their incidents. */
const OwnCommentSchema = v.object({
	/** Of the command that brought it. */
	id: v.string(),
	/** Its key in the projection. */
	incident: v.string(),
	/** Null once it was erased. */
	text: v.nullable(v.string()),
	at: v.number()
});
export type OwnComment = Readonly<v.InferOutput<typeof OwnCommentSchema>>;

/** The candidate's own lot and its proof (C12); the receipt keeps it. */
const OwnLotSchema = v.object({
	room: v.string(),
	of: v.number(),
	commitment: v.string(),
	committedAt: v.number(),
	/** The public value is known: the number can be turned up. */
	ready: v.boolean(),
	leaf: v.string(),
	salt: v.string()
});
export type OwnLot = Readonly<v.InferOutput<typeof OwnLotSchema>>;

export const DeviceViewSchema = v.object({
	// the reducer's own projection, from the same origin and version
	state: v.custom<AttemptState>((value) => typeof value === 'object' && value !== null),
	head: HeadSchema,
	details: OwnDetailsSchema,
	/** C21, I3: the conversation with staff. */
	chat: v.array(SpokenLineSchema),
	comments: v.array(OwnCommentSchema),
	lot: v.nullable(OwnLotSchema),
	/** I4: whether the room waits for an invigilator; an earlier server says nothing of it. */
	invigilator: v.optional(v.picklist(['here', 'awaited', 'not-needed']), 'not-needed'),
	/** Of the server when it said this. */
	epoch: v.string()
});
export type DeviceView = Readonly<v.InferOutput<typeof DeviceViewSchema>>;

/** Kept by an earlier version of the page, perhaps: it may be all there is when the network is gone. */
export const wholeView = (kept: DeviceView): DeviceView => ({
	...{ comments: [], lot: null, invigilator: 'not-needed' as const },
	...kept,
	// an earlier version knew neither line numbers nor warnings
	chat: ((kept as Partial<DeviceView>).chat ?? []).map((line) => ({
		...{ seq: 0, warning: null },
		...line
	})),
	state: wholeState(kept.state)
});

/**
 * As pages are told it that were loaded before reports were counted: they read `disputed`, and without it would let the
 * candidate report the same again. A page keeps its build through an attempt: to be dropped with version 0.2.0, when none
 * of these attempts is under way any more.
 */
export const withFormer = (state: AttemptState): AttemptState & { readonly disputed: boolean } => ({
	...state,
	disputed: state.disputes > 0
});
