// C15: tells the server where each running part stands, by the digest of what lies in this device's vault.
import * as v from 'valibot';
import type { Vault } from '../../recording/ports.ts';
import type { Witness } from '../../recording/slice-writer.ts';
import { PartHeaderSchema } from '../events.ts';
import type { DeviceLink } from './device-link.ts';

export async function sendWitnesses(
	device: Pick<DeviceLink, 'clock' | 'witness'>,
	vault: Vault,
	recording: { witnesses(): Witness[] }
): Promise<void> {
	const at = device.clock.now();
	const stands = [];
	for (const { part, bytes, sha256 } of recording.witnesses()) {
		const header = v.safeParse(PartHeaderSchema, await vault.part(part));
		if (header.success) stands.push({ header: header.output, bytes, sha256, at });
	}
	await device.witness(stands);
}
