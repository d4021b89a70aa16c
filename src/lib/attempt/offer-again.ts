// A server whose database was restored (a new epoch) may have lost what it had verified: such parts are offered again
// (C24). Only of another epoch: in its own what it said may simply be older than the part.
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
	server: { readonly epoch: string; isVerified(part: string): boolean }
): string[] {
	return parts
		.filter(({ verified, verifiedIn }) => verified && verifiedIn !== server.epoch)
		.filter(({ id }) => !server.isVerified(id))
		.map(({ id }) => id);
}
