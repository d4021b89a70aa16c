// A server whose database was restored (a new epoch) may have lost what it had verified: such parts are offered again
// (C24). Only of another epoch: in its own the view may simply be older than the part.
import type { AttemptState } from './attempt-state.ts';

/** What is asked of a device's part. */
export interface VerifiedPart {
	readonly id: string;
	readonly verified: boolean;
	/** Epoch that the device knew when the part was verified; null or missing = not known. */
	readonly verifiedIn?: string | null;
}

/** @returns ids of the parts that this device takes for verified and the server, as it says in `epoch`, does not */
export function partsToOfferAgain(
	parts: readonly VerifiedPart[],
	view: { readonly epoch: string; readonly state: Pick<AttemptState, 'parts'> }
): string[] {
	return parts
		.filter(({ verified, verifiedIn }) => verified && verifiedIn !== view.epoch)
		.filter(({ id }) => !view.state.parts[id]?.verified)
		.map(({ id }) => id);
}
