// C15: tells the server where each running part stands, by the digest of what lies in this device's vault.
import * as v from 'valibot';
import type { DesktopRecording } from '../../recording/browser/desktop-recording.ts';
import type { Vault } from '../../recording/ports.ts';
import { PartHeaderSchema } from '../events.ts';
import type { AttemptSession } from './attempt-session.ts';

export async function sendWitnesses(
	session: AttemptSession,
	vault: Vault,
	desktop: DesktopRecording
): Promise<void> {
	const at = session.clock.now();
	const stands = [];
	for (const { part, bytes, sha256 } of desktop.witnesses()) {
		const header = v.safeParse(PartHeaderSchema, await vault.part(part));
		if (header.success) stands.push({ header: header.output, bytes, sha256, at });
	}
	await session.witness(stands);
}
