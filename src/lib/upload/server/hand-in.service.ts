// Takes a hand-in file (C24): whose it is and that it comes from a device of that attempt, then its parts and commands
// the same way as if the device had sent them. Sending it again is harmless; what is damaged never counts.
import { requireAccess } from '../../accounts/access.ts';
import { may, type Person } from '../../accounts/permissions.ts';
import type { Audit } from '../../accounts/server/audit.ts';
import type { DeviceGrant } from '../../attempt/server/tokens.ts';
import type { OfferedCommand } from '../../live/requests.ts';
import type { Db } from '../../server/db/database.ts';
import type { Clock } from '../../shared/clock.ts';
import { refuse, type Refusal } from '../../shared/errors.ts';
import type { Log } from '../../shared/log.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { frameCipher, proofOf, unwrapContentKey } from '../hand-in-crypto.ts';
import type { ContentHeader, Prelude } from '../hand-in-format.ts';
import type { HandInOutcome, TakenPart } from '../hand-in-outcome.ts';
import type { PartBytes, PartRegistry } from '../ports.ts';
import type { ExamKeys } from './exam-key.repository.ts';
import { createPartTaker } from './hand-in-parts.ts';
import { openHandIn, type HandInContent, type HandInFile } from './hand-in-reader.ts';
import {
	capabilitiesOf,
	ownerOf,
	readOutcome,
	writeOutcome,
	type AttemptOwner
} from './hand-in.repository.ts';

export interface HandInWorld {
	readonly db: Db;
	readonly clock: Clock;
	readonly log: Log;
	readonly audit: Audit;
	readonly keys: Pick<ExamKeys, 'privateKey'>;
	/** The attempt service: ids of commands make sending twice harmless. */
	readonly attempts: {
		submit(grant: DeviceGrant, commands: readonly OfferedCommand[]): Promise<unknown>;
	};
	readonly bytes: PartBytes;
	readonly registry: PartRegistry;
}

/** Who hands in; no person = the operator at the command line. */
export interface Taker {
	readonly person: Person | null;
	readonly address: string;
}

export interface HandInService {
	/**
	 * Takes the file at `path`, which stays as it is. Refuses as a whole what cannot be read or does not belong here;
	 * 'storage.full' and 'server.busy': come again, what was taken stays. @throws AccessDenied
	 */
	take(path: string, taker: Taker): Promise<Result<HandInOutcome, Refusal>>;
	/** What came of this file before, as far as the person may know; null = nothing. */
	outcome(file: string, person: Person): Promise<HandInOutcome | null>;
}

const MAX_BATCH = 100;

export function createHandInService(world: HandInWorld): HandInService {
	const { db, clock, log, audit } = world;
	const parts = createPartTaker(world);

	async function takeFile(file: HandInFile, taker: Taker): Promise<Result<HandInOutcome, Refusal>> {
		const { envelope } = file.prelude;
		const key = await world.keys.privateKey(envelope.key);
		if (!key) return err(refuse('hand-in.other-installation', envelope.key));
		const wrapped = new Uint8Array(Buffer.from(envelope.wrapped, 'base64'));
		const secret = await unwrapContentKey(crypto.subtle, key.pkcs8, envelope.file, wrapped);
		if (!secret) return err(refuse('hand-in.damaged', 'content key'));
		const opened = await file.open(await frameCipher(crypto.subtle, secret, file.prelude.bytes));
		if (!opened.ok) return opened;
		const { header } = opened.value;
		const owner = await ownerOf(db, header.attempt);
		if (!owner) return err(refuse('hand-in.unknown-attempt', header.attempt));
		if (owner.place.exam !== key.exam) return err(refuse('hand-in.wrong-exam', header.attempt));
		const account = taker.person
			? requireAccess(taker.person, 'hand-in.take', owner.place).account
			: null;
		const grant = await grantOf(header, file.prelude);
		if (!grant) return err(refuse('hand-in.not-proven', header.attempt));
		await audit.append({
			account,
			action: 'hand-in.taken',
			target: `attempt:${header.attempt}`,
			address: taker.address
		});
		const outcome = await takeContent(envelope.file, opened.value, grant, owner);
		if (outcome.ok) await writeOutcome(db, outcome.value, { account, at: clock.now() });
		return outcome;
	}

	/** Whoever made the file held a capability of this attempt: the exam's public key alone is known to many. */
	async function grantOf(header: ContentHeader, { bytes }: Prelude): Promise<DeviceGrant | null> {
		const { attempt, lease, proof } = header;
		for (const { secretHash, scope } of await capabilitiesOf(db, attempt, lease)) {
			const hash = new Uint8Array(Buffer.from(secretHash, 'hex'));
			if ((await proofOf(crypto.subtle, hash, bytes)) === proof) return { attempt, lease, scope };
		}
		return null;
	}

	async function takeContent(
		file: string,
		content: HandInContent,
		grant: DeviceGrant,
		{ name, admission, sittingCode }: AttemptOwner
	): Promise<Result<HandInOutcome, Refusal>> {
		const { header, fault } = content;
		await submit(grant, header.commands);
		const taken: TakenPart[] = [];
		for (const part of header.parts) {
			const one = await parts.take(grant, content, part);
			if (!one.ok) return one;
			taken.push(one.value);
		}
		await submit(grant, [manifestOf(file, header)]);
		const outcome: HandInOutcome = {
			file,
			attempt: grant.attempt,
			candidate: { name, admission },
			sittingCode,
			parts: taken,
			fault: fault ?? faultIn(taken),
			commands: header.commands.length
		};
		const outcomes = taken.map((part) => part.outcome);
		log.info({ attempt: grant.attempt, file, outcomes, fault: outcome.fault }, 'hand-in taken');
		return ok(outcome);
	}

	async function submit(grant: DeviceGrant, commands: readonly OfferedCommand[]): Promise<void> {
		for (let at = 0; at < commands.length; at += MAX_BATCH)
			await world.attempts.submit(grant, commands.slice(at, at + MAX_BATCH));
	}

	return {
		async take(path, taker) {
			const file = await openHandIn(path);
			const result = file.ok
				? await takeFile(file.value, taker).finally(() => file.value.close())
				: file;
			if (!result.ok) log.warn({ ...result.error }, 'hand-in refused');
			return result;
		},
		async outcome(file, person) {
			const known = await readOutcome(db, file);
			const owner = known && (await ownerOf(db, known.attempt));
			return owner && may(person, 'hand-in.take', owner.place) ? known : null;
		}
	};
}

/** The device names all it has (the closing manifest), also when it had no time to say so; the file's id is its own. */
function manifestOf(file: string, { made, lease, parts }: ContentHeader): OfferedCommand {
	const named = parts.map(({ header, bytes, sha256 }) => ({
		id: header.id,
		track: header.track,
		bytes,
		sha256
	}));
	return { id: file, clientAt: made, type: 'manifest.closed', data: { lease, parts: named } };
}

function faultIn(parts: readonly TakenPart[]): HandInOutcome['fault'] {
	return parts.some(({ outcome }) => outcome === 'damaged') ? 'hand-in.damaged' : null;
}
