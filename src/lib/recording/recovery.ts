// What a crash left: parts that nobody records any more and nobody has ended. Each is read again from the vault, slice
// by slice, and closed with its digest, so that it can be finished and verified (C15, C24).
import { runningDigest, type Sha256 } from '../shared/digest.ts';
import { recorderLock, type Locks, type StoredPart, type Vault } from './ports.ts';

export interface RecoveryOptions {
	readonly vault: Vault;
	readonly locks: Locks;
	readonly attempt: string;
}

const READ_BYTES = 1_000_000;

export interface Recovered {
	/** Parts that were closed by this call; those recorded elsewhere are left alone. */
	readonly closed: readonly string[];
	/** Parts that could not be read; they do not keep the others from being closed. */
	readonly unreadable: readonly string[];
}

export async function recoverParts(options: RecoveryOptions): Promise<Recovered> {
	const closed: string[] = [];
	const unreadable: string[] = [];
	for (const part of await options.vault.parts(options.attempt)) {
		if (part.closed) continue;
		const outcome = await recoverPart(options, part.id).catch(() => 'unreadable' as const);
		if (outcome === 'unreadable') unreadable.push(part.id);
		else if (outcome) closed.push(part.id);
	}
	return { closed, unreadable };
}

async function recoverPart({ vault, locks }: RecoveryOptions, id: string): Promise<boolean> {
	const done = await locks.tryHold(recorderLock(id), async () => {
		const part = await vault.part(id);
		if (!part || part.closed) return false;
		await vault.closePart(id, await digestOf(vault, part));
		return true;
	});
	return done ?? false;
}

async function digestOf(vault: Vault, part: StoredPart): Promise<Sha256> {
	const digest = runningDigest();
	for (let at = 0; at < part.stored; at += READ_BYTES) {
		const piece = await vault.read(part.id, at, Math.min(part.stored, at + READ_BYTES));
		digest.update(new Uint8Array(await piece.arrayBuffer()));
	}
	return digest.peek();
}
