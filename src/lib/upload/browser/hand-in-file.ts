// Makes the hand-in file (C24): everything of one attempt that this device holds and the server has not verified,
// sealed to the exam's key. Streams: a part is read from the vault a piece at a time. Where it is written is a port.
import type { StoredPart, Vault } from '../../recording/ports.ts';
import type { Command } from '../../live/requests.ts';
import type { Millis } from '../../shared/clock.ts';
import { refuse, type Refusal } from '../../shared/errors.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { frameCipher, hashOfToken, proofOf, wrapContentKey } from '../hand-in-crypto.ts';
import { encodeHeader, encodePrelude, FRAME_BYTES, type HandInPart } from '../hand-in-format.ts';
import { frameWriter } from './frame-writer.ts';
import { base64Of, bytesOfBase64 } from './base64.ts';

export interface HandInKey {
	readonly id: string;
	/** base64 of the public key, SubjectPublicKeyInfo. */
	readonly spki: string;
}

export interface HandInSource {
	readonly vault: Pick<Vault, 'parts' | 'read'>;
	readonly attempt: string;
	readonly lease: string;
	/** The lease's capability; it is not in the file, only a proof made with it. */
	readonly token: string;
	readonly key: HandInKey | null;
	/** Not acknowledged by the server yet, in their order. */
	readonly commands: readonly Command[];
	readonly now: Millis;
	/** Plain bytes to a frame; tests take less. */
	readonly frameBytes?: number;
}

/** Where the file goes. */
export interface HandInSink {
	write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
	/** The file is there, whole. */
	close(): Promise<void>;
	/** Nothing is left of it. */
	abort(): Promise<void>;
}

export interface PreparedHandIn {
	/** Plain bytes of the content. */
	readonly total: number;
	write(
		sink: HandInSink,
		progress: (done: number) => void
	): Promise<{
		/** Of the file. */
		readonly bytes: number;
		/** Parts of which the vault did not give out every byte; the server will call them damaged. */
		readonly unreadable: readonly string[];
	}>;
}

const READ_BYTES = 1024 * 1024;

/** Refuses 'hand-in.no-key', 'hand-in.still-recording', 'hand-in.nothing-left'. */
export async function prepareHandIn(
	source: HandInSource
): Promise<Result<PreparedHandIn, Refusal>> {
	const { vault, attempt, lease, key, commands, frameBytes = FRAME_BYTES } = source;
	if (!key) return err(refuse('hand-in.no-key'));
	const parts = (await vault.parts(attempt)).map(handInPart);
	if (!parts.every((part) => part !== null)) return err(refuse('hand-in.still-recording'));
	const enclosed = parts.filter((part) => part.enclosed);
	if (enclosed.length === 0 && commands.length === 0) return err(refuse('hand-in.nothing-left'));

	const file = crypto.randomUUID();
	const contentKey = crypto.getRandomValues(new Uint8Array(32));
	const wrapped = await wrapContentKey(crypto.subtle, bytesOfBase64(key.spki), file, contentKey);
	const prelude = encodePrelude({
		file,
		key: key.id,
		wrapped: base64Of(wrapped),
		frame: frameBytes
	});
	const tokenHash = await hashOfToken(crypto.subtle, source.token);
	const head = encodeHeader({
		v: 1,
		made: source.now,
		attempt,
		lease,
		proof: await proofOf(crypto.subtle, tokenHash, prelude),
		parts,
		commands: [...commands]
	});
	const cipher = await frameCipher(crypto.subtle, contentKey, prelude);

	async function write(sink: HandInSink, progress: (done: number) => void) {
		await sink.write(prelude);
		const frames = frameWriter(cipher, frameBytes, sink);
		const unreadable: string[] = [];
		await frames.push(head);
		for (const { header, bytes } of enclosed) {
			const whole = await copyPart(vault, { id: header.id, bytes }, async (piece) => {
				await frames.push(piece);
				progress(frames.taken);
			});
			if (!whole) unreadable.push(header.id);
		}
		await frames.end();
		await sink.close();
		return { bytes: prelude.byteLength + frames.written, unreadable };
	}

	const total = head.byteLength + enclosed.reduce((sum, { bytes }) => sum + bytes, 0);
	return ok({ total, write });
}

/** Null while the part is open: its size and digest are not known yet. */
function handInPart(part: StoredPart): HandInPart | null {
	const { id, attempt, lease, track, mime, startedAt, width, height, bitsPerSecond, source } = part;
	if (!part.closed || part.sha256 === null) return null;
	return {
		header: { id, attempt, lease, track, mime, startedAt, width, height, bitsPerSecond, source },
		bytes: part.stored,
		sha256: part.sha256,
		enclosed: !part.verified && !part.freed
	};
}

/**
 * A piece that cannot be read stands as zeros, so that the parts behind it keep their place; the digest tells.
 * @returns whether every piece was read
 */
async function copyPart(
	vault: Pick<Vault, 'read'>,
	{ id, bytes }: { id: string; bytes: number },
	take: (piece: Uint8Array<ArrayBuffer>) => Promise<void>
): Promise<boolean> {
	let whole = true;
	for (let at = 0; at < bytes; at += READ_BYTES) {
		const end = Math.min(bytes, at + READ_BYTES);
		const piece = await vault
			.read(id, at, end)
			.then(async (blob) => new Uint8Array(await blob.arrayBuffer()))
			.catch(() => null);
		whole &&= piece !== null;
		await take(piece ?? new Uint8Array(end - at));
	}
	return whole;
}
