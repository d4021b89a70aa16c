// A page that finds the interview under way and records again: what is to be told of it (C15). Pure.
import type { IncidentKind } from './events.ts';

export interface Reopening {
	/** The end that had stopped the recording on this page was taken back by granted time (C23). */
	readonly endTakenBack: boolean;
	/** The lease of each part that lies on this device. */
	readonly recorded: readonly { readonly lease: string }[];
	readonly lease: string;
	/** Every desktop's lease the attempt has had. */
	readonly leases: readonly string[];
}

/** @returns null: nothing was reloaded, another device goes on here, and the server has noted that (C8) */
export function incidentOf(reopening: Reopening): IncidentKind | null {
	const { endTakenBack, recorded, lease, leases } = reopening;
	if (endTakenBack) return 'recording-resumed';
	// entered on an earlier page by this lease; the only one there is has, recorded or not
	const ownEntry = leases.every((one) => one === lease);
	return ownEntry || recorded.some((part) => part.lease === lease) ? 'page-reloaded' : null;
}
