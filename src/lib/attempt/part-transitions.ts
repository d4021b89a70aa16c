// The reducer's part for recorded parts: announced, verified, declared by a closing manifest (C24).
import { isUploadComplete, type AttemptState, type KnownPart } from './attempt-state.ts';
import type { EventData } from './events.ts';
import { isTrackOf } from '../recording/part.ts';
import { already, no, thenComplete, yes, type Transition } from './outcome.ts';

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

/** A part may be announced at any time, by any lease that ever was and records this track: nothing may be lost. */
export function announced(state: AttemptState, data: EventData<'part.announced'>): Transition {
	const lease = state.leases[data.lease];
	if (!lease) return no(state, 'attempt.lease-closed', data.lease);
	if (!isTrackOf(lease.device, data.track)) return no(state, 'part.not-yours', data.track);
	const known = state.parts[data.id];
	// a manifest may have named it first, for another page of the same device: the header knows whose it is
	if (known?.announced)
		return known.lease === data.lease ? already(state) : no(state, 'part.not-yours');
	const next = {
		...withPart(state, data.id, { lease: data.lease, track: data.track, announced: true }),
		// it is not lost after all
		lostAt: null
	};
	// a late arrival undoes the completion: the promise is about every part
	if (state.stage === 'done' && !known?.verified)
		return yes({ ...next, stage: 'upload', uploadedAt: null });
	return yes(next);
}

export function verified(state: AttemptState, data: EventData<'part.verified'>): Transition {
	const known = state.parts[data.id];
	if (!known?.announced) return no(state, 'part.not-found', data.id);
	const { bytes, sha256 } = data;
	if (known.verified)
		return known.verified.bytes === bytes && known.verified.sha256 === sha256
			? already(state)
			: no(state, 'part.digest-mismatch', data.id);
	const arrived = withPart(state, data.id, { ...known, verified: { bytes, sha256 } });
	return thenComplete({ ...arrived, lostAt: null });
}

export function manifest(state: AttemptState, data: EventData<'manifest.closed'>): Transition {
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
