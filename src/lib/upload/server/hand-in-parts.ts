// Puts the parts of a hand-in file where uploads put theirs. A part is checked whole in the file before a byte of it is
// written, and counts when what lies on the disk has its digest; what an upload has left is carried on.
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { refuse, type Refusal } from '../../shared/errors.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { HandInPart } from '../hand-in-format.ts';
import type { PartOutcome, TakenPart } from '../hand-in-outcome.ts';
import type { PartBytes, PartRegistry, UploadGrant } from '../ports.ts';
import { FrameFault, type HandInContent } from './hand-in-reader.ts';

export interface HandInParts {
	readonly bytes: PartBytes;
	readonly registry: Pick<PartRegistry, 'announce' | 'find' | 'restart' | 'markVerified'>;
}

type Taken = Pick<TakenPart, 'outcome' | 'code'>;
const is = (outcome: PartOutcome): Taken => ({ outcome, code: null });

/** The device may send at the same time, or an older attempt to send have left wrong bytes; not for ever. */
const TRIES = 50;

export function createPartTaker({ bytes, registry }: HandInParts) {
	/** Refuses only 'storage.full': then nothing more can be taken now. */
	async function take(
		grant: UploadGrant,
		content: HandInContent,
		part: HandInPart
	): Promise<Result<TakenPart, Refusal>> {
		const { header, bytes: size } = part;
		const about = { id: header.id, track: header.track, startedAt: header.startedAt, bytes: size };
		const done = await takeOne(grant, content, part);
		return done.ok ? ok({ ...about, ...done.value }) : done;
	}

	async function takeOne(
		grant: UploadGrant,
		content: HandInContent,
		part: HandInPart
	): Promise<Result<Taken, Refusal>> {
		const known = await verifiedAs(grant, part);
		if (known) return ok(known);
		const start = content.places.find((place) => place.part === part)?.start;
		if (start === undefined) return ok(is('absent'));
		const checked = await check(content, part, start);
		if (checked !== 'whole') return ok(is(checked));
		const announced = await registry.announce(grant, part.header);
		if (!announced.ok) return ok({ outcome: 'refused', code: announced.error.code });
		return place(grant, content, part, start);
	}

	async function verifiedAs(grant: UploadGrant, part: HandInPart): Promise<Taken | null> {
		const record = await registry.find(part.header.id);
		if (record && record.attempt !== grant.attempt)
			return { outcome: 'refused', code: 'part.not-yours' };
		return record?.verified ? is(agrees(record.verified, part) ? 'already-here' : 'differs') : null;
	}

	async function place(
		grant: UploadGrant,
		content: HandInContent,
		part: HandInPart,
		start: number
	): Promise<Result<Taken, Refusal>> {
		const { attempt } = grant;
		const { id } = part.header;
		await bytes.create(attempt, id);
		for (let tries = 0; tries < TRIES; tries++) {
			const size = (await bytes.size(attempt, id)) ?? 0;
			if (size < part.bytes) {
				const rest = Readable.from(buffers(content.read(start + size, start + part.bytes)));
				const appended = await bytes.append(attempt, id, size, rest, part.bytes);
				if (!appended.ok && appended.error.code === 'storage.full') return appended;
				continue;
			}
			if (agrees(await bytes.digest(attempt, id), part)) {
				await registry.markVerified(id, part.bytes, part.sha256);
				await bytes.release(attempt, id);
				return ok(is('taken'));
			}
			// an upload that never finished had left other bytes; unless it has just been verified, they are set aside
			if (await registry.restart(id)) await bytes.setAside(attempt, id);
			else return ok((await verifiedAs(grant, part)) ?? is('differs'));
		}
		return err(refuse('server.busy', id));
	}

	return { take };
}

async function check(
	content: HandInContent,
	part: HandInPart,
	start: number
): Promise<'whole' | 'damaged' | 'cut-off' | 'unreadable'> {
	const hash = createHash('sha256');
	try {
		for await (const piece of content.read(start, start + part.bytes)) hash.update(piece);
	} catch (fault) {
		if (fault instanceof FrameFault)
			return fault.code === 'hand-in.truncated' ? 'cut-off' : 'damaged';
		throw fault;
	}
	return hash.digest('hex') === part.sha256 ? 'whole' : 'unreadable';
}

async function* buffers(pieces: AsyncIterable<Uint8Array<ArrayBuffer>>): AsyncGenerator<Buffer> {
	for await (const piece of pieces)
		yield Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
}

const agrees = (
	one: { readonly bytes: number; readonly sha256: string },
	other: { readonly bytes: number; readonly sha256: string }
): boolean => one.bytes === other.bytes && one.sha256 === other.sha256;
