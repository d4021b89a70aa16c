// The one reducer of an attempt, run by server and device alike. Pure and total: an illegal event returns the
// same state and a reason, it never throws.
import type { Millis } from '../shared/clock.ts';
import { refuse, type ErrorCode, type Refusal } from '../shared/errors.ts';
import { isUploadComplete, type AttemptState, type KnownPart } from './attempt-state.ts';
import type { AttemptEvent, EventData } from './events.ts';
import { entryStage, isBefore, stageAfter } from './stage.ts';

/** What the writer of the log must append next, in the same transaction. */
export type Effect = { readonly append: AttemptEvent };

export type Transition =
	| {
			readonly state: AttemptState;
			readonly effects: readonly Effect[];
			/** Nothing new: already known, so the log gets no second line. */
			readonly known?: true;
			readonly refused?: never;
	  }
	| { readonly state: AttemptState; readonly refused: Refusal };

/** @param at server time of the event; on a device, its estimate */
export function transition(state: AttemptState, event: AttemptEvent, at: Millis): Transition {
	switch (event.type) {
		case 'attempt.frozen':
			return no(state, 'attempt.wrong-stage', 'frozen twice');
		case 'lease.opened':
			return leaseOpened(state, event.data);
		case 'lease.closed':
			return leaseClosed(state, event.data);
		case 'stage.confirmed':
			return stageConfirmed(state, event.data, at);
		case 'interview.started':
			return started(state, at);
		case 'interview.ended':
			return ended(state, event.data, at);
		case 'part.announced':
			return announced(state, event.data);
		case 'part.verified':
			return verified(state, event.data);
		case 'manifest.closed':
			return manifest(state, event.data);
		case 'upload.completed':
			if (state.stage === 'done') return already(state);
			if (!isUploadComplete(state)) return no(state, 'attempt.upload-incomplete');
			return yes({ ...state, stage: 'done', uploadedAt: at });
		case 'incident.noted':
			return yes(state);
		case 'results.published':
			return state.published ? already(state) : yes({ ...state, published: true });
	}
}

const yes = (state: AttemptState): Transition => ({ state, effects: [] });
const already = (state: AttemptState): Transition => ({ state, effects: [], known: true });
const no = (state: AttemptState, code: ErrorCode, detail?: string): Transition => ({
	state,
	refused: refuse(code, detail)
});

/** After anything that may have completed the upload: say so once. */
function thenComplete(state: AttemptState): Transition {
	if (state.stage !== 'upload' || !isUploadComplete(state)) return yes(state);
	const parts = Object.values(state.parts);
	const bytes = parts.reduce((sum, part) => sum + (part.verified?.bytes ?? 0), 0);
	const append: AttemptEvent = { type: 'upload.completed', data: { parts: parts.length, bytes } };
	return { state, effects: [{ append }] };
}

function leaseOpened(state: AttemptState, data: EventData<'lease.opened'>): Transition {
	if (state.leases[data.lease]) return already(state);
	const leases =
		data.device === 'desktop' && state.lease ? closeLease(state.leases, state.lease) : state.leases;
	return yes({
		...state,
		lease: data.device === 'desktop' ? data.lease : state.lease,
		leases: { ...leases, [data.lease]: { open: true, manifest: false } }
	});
}

function leaseClosed(state: AttemptState, { lease }: EventData<'lease.closed'>): Transition {
	if (!state.leases[lease]) return no(state, 'attempt.lease-closed', 'no such lease');
	if (!state.leases[lease].open) return already(state);
	return yes({ ...state, leases: closeLease(state.leases, lease) });
}

function closeLease(leases: AttemptState['leases'], lease: string): AttemptState['leases'] {
	const known = leases[lease];
	return known ? { ...leases, [lease]: { ...known, open: false } } : leases;
}

function stageConfirmed(
	state: AttemptState,
	{ stage }: EventData<'stage.confirmed'>,
	at: Millis
): Transition {
	if (state.stage !== stage) return no(state, 'attempt.wrong-stage', state.stage);
	const { plan } = state.frozen.rules;
	return yes({
		...state,
		stage: stageAfter(plan, stage),
		enteredAt: stage === entryStage(plan) ? at : state.enteredAt
	});
}

/** C19: a condition, not an event that could be missed; whoever comes after the start second gets it then. */
function started(state: AttemptState, at: Millis): Transition {
	if (state.startedAt !== null) return already(state);
	if (state.stage !== 'wait') return no(state, 'attempt.wrong-stage', state.stage);
	if (at < state.frozen.startsAt) return no(state, 'attempt.not-started');
	// the sitting's second, or the entry of somebody who came later: the same on both sides, whenever it is asked
	const startedAt = Math.max(state.frozen.startsAt, state.enteredAt ?? 0);
	return yes({ ...state, stage: 'answer', startedAt });
}

/** C23: the earliest of official end, candidate's end and staff's end stands, in whatever order they become known. */
function ended(state: AttemptState, data: EventData<'interview.ended'>, now: Millis): Transition {
	const { startsAt, endsAt } = state.frozen;
	if (data.by === 'candidate' && now < startsAt) return no(state, 'attempt.not-started');
	// a device's clock may be wrong before it has asked the server; nobody has ended before the start or in the future
	const said = Math.min(data.at, now, endsAt);
	const at = data.by === 'candidate' ? Math.max(startsAt, said) : said;
	if (state.ended && at >= state.ended.at) return no(state, 'attempt.already-ended');
	const stage = isBefore(state.stage, 'upload') ? 'upload' : state.stage;
	return thenComplete({ ...state, stage, ended: { at, by: data.by } });
}

function withPart(
	state: AttemptState,
	id: string,
	part: Partial<KnownPart> & Pick<KnownPart, 'lease' | 'track'>
): AttemptState {
	const known = state.parts[id] ?? {
		lease: part.lease,
		track: part.track,
		announced: false,
		verified: null,
		declared: null
	};
	return { ...state, parts: { ...state.parts, [id]: { ...known, ...part } } };
}

/** A part may be announced at any time, by any lease that ever was: nothing recorded may be lost. */
function announced(state: AttemptState, data: EventData<'part.announced'>): Transition {
	if (!state.leases[data.lease]) return no(state, 'attempt.lease-closed', data.lease);
	const known = state.parts[data.id];
	// a manifest may have named it first, for another page of the same device: the header knows whose it is
	if (known?.announced)
		return known.lease === data.lease ? already(state) : no(state, 'part.not-yours');
	const next = withPart(state, data.id, { lease: data.lease, track: data.track, announced: true });
	// a late arrival undoes the completion: the promise is about every part
	if (state.stage === 'done' && !known?.verified)
		return yes({ ...next, stage: 'upload', uploadedAt: null });
	return yes(next);
}

function verified(state: AttemptState, data: EventData<'part.verified'>): Transition {
	const known = state.parts[data.id];
	if (!known?.announced) return no(state, 'part.not-found', data.id);
	const { bytes, sha256 } = data;
	if (known.verified)
		return known.verified.bytes === bytes && known.verified.sha256 === sha256
			? already(state)
			: no(state, 'part.digest-mismatch', data.id);
	return thenComplete(withPart(state, data.id, { ...known, verified: { bytes, sha256 } }));
}

function manifest(state: AttemptState, data: EventData<'manifest.closed'>): Transition {
	const lease = state.leases[data.lease];
	if (!lease) return no(state, 'attempt.lease-closed', data.lease);
	let next: AttemptState = {
		...state,
		leases: { ...state.leases, [data.lease]: { ...lease, manifest: true } }
	};
	for (const { id, track, bytes, sha256 } of data.parts) {
		const owner = next.parts[id] ?? { lease: data.lease, track };
		next = withPart(next, id, { ...owner, declared: { bytes, sha256 } });
	}
	if (state.stage === 'done' && !isUploadComplete(next))
		return yes({ ...next, stage: 'upload', uploadedAt: null });
	return thenComplete(next);
}
