// The end on this device: once nothing records any more, all its parts are named to the server (the closing manifest),
// so that 上传成功 means every one of them. Repeated at each visit until the server has the same list.
import type { StoredPart, Vault } from '../../recording/ports.ts';
import type { ManifestPart } from '../events.ts';
import { partsToOfferAgain } from '../offer-again.ts';
import type { AttemptSession } from './attempt-session.ts';

/** @returns false while a part of this attempt is still being recorded here */
export async function sendManifest(session: AttemptSession, vault: Vault): Promise<boolean> {
	const stored = await vault.parts(session.attempt);
	const parts = stored.flatMap(manifestPart);
	if (parts.length < stored.length) return false;
	if (!isKnown(session, parts))
		await session.command('manifest.closed', { lease: session.lease, parts });
	return true;
}

/** C24: what this device had verified and a restored server has lost is offered again, as far as it lies here. */
export async function offerLostParts(session: AttemptSession, vault: Vault): Promise<void> {
	const stored = await vault.parts(session.attempt);
	const view = session.view();
	if (!view) return;
	for (const id of partsToOfferAgain(stored, view))
		await vault.note(id, { verified: false, verifiedIn: null, acked: 0 });
}

function manifestPart({ id, track, stored, sha256, closed }: StoredPart): ManifestPart[] {
	return closed && sha256 !== null ? [{ id, track, bytes: stored, sha256 }] : [];
}

function isKnown(session: AttemptSession, parts: readonly ManifestPart[]): boolean {
	const state = session.view()?.state;
	if (!state?.leases[session.lease]?.manifest) return false;
	return parts.every((part) => state.parts[part.id]?.declared?.sha256 === part.sha256);
}
