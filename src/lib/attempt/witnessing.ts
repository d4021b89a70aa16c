// C15: tells the server where each running part stands, by the digest of what lies in this device's vault. Pure.
import * as v from 'valibot';
import { PartHeaderSchema, type PartHeader } from '../recording/part.ts';
import type { Vault } from '../recording/ports.ts';
import type { Witness } from '../recording/slice-writer.ts';
import type { Millis } from '../shared/clock.ts';

/** One part at one moment, as `WitnessRequestSchema` takes it. */
export interface WitnessOfPart {
	readonly header: PartHeader;
	readonly bytes: number;
	readonly sha256: string;
	readonly at: Millis;
}

/** What is not in the vault yet is not witnessed. */
export async function witnessesOf(
	running: readonly Witness[],
	vault: Pick<Vault, 'part'>,
	at: Millis
): Promise<WitnessOfPart[]> {
	const stands: WitnessOfPart[] = [];
	for (const { part, bytes, sha256 } of running) {
		// the vault's row has more than the header
		const header = v.safeParse(PartHeaderSchema, await vault.part(part));
		if (header.success) stands.push({ header: header.output, bytes, sha256, at });
	}
	return stands;
}
