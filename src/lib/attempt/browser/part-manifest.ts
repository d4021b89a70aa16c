// What every recording device owes at its end, and after a restored backup: once nothing records any more, all its parts
// are named to the server (the closing manifest), so that 上传成功 means every one of them.
import type { StoredPart, Vault } from '../../recording/ports.ts';
import type { EventData, ManifestPart } from '../events.ts';
import { partsToOfferAgain } from '../offer-again.ts';

/** A device as its server knows it. */
export interface NamingDevice {
	readonly attempt: string;
	readonly lease: string;
	command(type: 'manifest.closed', data: EventData<'manifest.closed'>): Promise<unknown>;
	/** The server has this lease's manifest, and in it all of these. */
	isNamed(parts: readonly ManifestPart[]): boolean;
	/** What the server last said; null = it has not been read. */
	known(): { readonly epoch: string; isVerified(part: string): boolean } | null;
}

/**
 * Repeated at each visit until the server has the same list.
 * @returns false while a part of this attempt is still being recorded here
 */
export async function sendManifest(device: NamingDevice, vault: Vault): Promise<boolean> {
	const stored = await vault.parts(device.attempt);
	const parts = stored.flatMap(manifestPart);
	if (parts.length < stored.length) return false;
	if (!device.isNamed(parts))
		await device.command('manifest.closed', { lease: device.lease, parts });
	return true;
}

/** C24: what this device had verified and a restored server has lost is offered again, as far as it lies here. */
export async function offerLostParts(
	device: Pick<NamingDevice, 'attempt' | 'known'>,
	vault: Vault
): Promise<void> {
	const stored = await vault.parts(device.attempt);
	const known = device.known();
	if (!known) return;
	for (const id of partsToOfferAgain(stored, known))
		await vault.note(id, { verified: false, verifiedIn: null, acked: 0 });
}

function manifestPart({ id, track, stored, sha256, closed }: StoredPart): ManifestPart[] {
	return closed && sha256 !== null ? [{ id, track, bytes: stored, sha256 }] : [];
}
