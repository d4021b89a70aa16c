// The closing manifest: once nothing records any more on this device, all its parts are named to the server, so that
// 上传成功 means every one of them (C24). Looked at again and again, until the server has the same list.
import type { StoredPart, Vault } from '../recording/ports.ts';
import type { EventData, ManifestPart } from './events.ts';
import type { HeardParts } from './heard-parts.ts';

export interface ManifestPorts {
	readonly attempt: string;
	readonly lease: string;
	readonly vault: Pick<Vault, 'parts'>;
	/** What the server is heard to have; null = nothing was heard of it yet. */
	heard(): Pick<HeardParts, 'isNamed'> | null;
	/** Durable when it resolves; sent until it is acknowledged, and again to a restored server. */
	say(data: EventData<'manifest.closed'>): Promise<unknown>;
}

export interface PartManifest {
	/** Says the list if it has to be said. @returns false while a part of this attempt is still being recorded here */
	send(): Promise<boolean>;
}

export function createPartManifest(ports: ManifestPorts): PartManifest {
	const { attempt, lease, vault } = ports;
	/** What this page has said last: its word is on its way, or was answered. */
	let said: string | null = null;

	return {
		async send() {
			const stored = await vault.parts(attempt);
			const parts = stored.flatMap(manifestPart);
			if (parts.length < stored.length) return false;
			const list = parts.map(({ id, sha256 }) => `${id} ${sha256}`).join('\n');
			if (list === said || ports.heard()?.isNamed(parts)) return true;
			said = list;
			await ports.say({ lease, parts });
			return true;
		}
	};
}

function manifestPart({ id, track, stored, sha256, closed }: StoredPart): ManifestPart[] {
	return closed && sha256 !== null ? [{ id, track, bytes: stored, sha256 }] : [];
}
