// A server whose database was restored (a new epoch) may have lost what it had verified: such parts are offered again
// (C24). Only of another epoch: in its own the view may simply be older than the part.
import type { Vault } from '../recording/ports.ts';
import type { HeardParts } from './heard-parts.ts';

/** What is asked of a device's part. */
export interface VerifiedPart {
	readonly id: string;
	readonly verified: boolean;
	/** Epoch that the device knew when the part was verified; null or missing = not known. */
	readonly verifiedIn?: string | null;
}

type Heard = Pick<HeardParts, 'epoch' | 'isVerified'>;

/** @returns ids of the parts that this device takes for verified and the server does not */
export function partsToOfferAgain(parts: readonly VerifiedPart[], heard: Heard): string[] {
	return parts
		.filter(({ verified, verifiedIn }) => verified && verifiedIn !== heard.epoch)
		.filter(({ id }) => !heard.isVerified(id))
		.map(({ id }) => id);
}

/**
 * As far as it lies here, it goes up once more.
 * @param heardNow asked only when the parts are known: what it says must not be older than they are
 */
export async function offerLostParts(
	vault: Vault,
	attempt: string,
	heardNow: () => Heard | null
): Promise<void> {
	const stored = await vault.parts(attempt);
	const heard = heardNow();
	if (!heard) return;
	for (const id of partsToOfferAgain(stored, heard))
		await vault.note(id, { verified: false, verifiedIn: null, acked: 0 });
}
