import type { Vault } from './ports.ts';

/** C24: out of space, what is verified on the server goes first, the oldest before the others. @returns bytes freed */
export async function freeOldestVerified(vault: Vault, attempt: string): Promise<number> {
	for (const part of await vault.parts(attempt)) {
		if (!part.verified || part.freed) continue;
		const freed = await vault.free(part.id);
		if (freed > 0) return freed;
	}
	return 0;
}
