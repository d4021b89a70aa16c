// Reads a hand-in file on disk: any range of its content, frame by frame, each verified before a byte of it goes on.
// What the frames hold is decided by the header, which is sealed itself; what a copy did to the file shows there.
import { open, type FileHandle } from 'node:fs/promises';
import { refuse, type Refusal } from '../../shared/errors.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { FrameCipher } from '../hand-in-crypto.ts';
import {
	decodeHeader,
	headerEnd,
	placesOf,
	PRELUDE_READ_BYTES,
	readPrelude,
	TAG_BYTES,
	type ContentHeader,
	type HandInPart,
	type Prelude
} from '../hand-in-format.ts';

export type ReadFault = 'hand-in.damaged' | 'hand-in.truncated';

/** A frame that is not there, or not as it was sealed. */
export class FrameFault extends Error {
	readonly code: ReadFault;
	constructor(code: ReadFault) {
		super(code);
		this.code = code;
	}
}

export interface HandInContent {
	readonly header: ContentHeader;
	readonly places: readonly { readonly part: HandInPart; readonly start: number }[];
	/** The file's length against what it should have. */
	readonly fault: ReadFault | null;
	/** Plain bytes [start, end) of the content, in pieces. @throws FrameFault */
	read(start: number, end: number): AsyncGenerator<Uint8Array<ArrayBuffer>>;
}

export interface HandInFile {
	readonly prelude: Prelude;
	/** Refuses 'hand-in.damaged' and 'hand-in.truncated' when not even the header can be read. */
	open(cipher: FrameCipher): Promise<Result<HandInContent, Refusal>>;
	close(): Promise<void>;
}

/** Refuses what is not such a file; the caller closes what is. */
export async function openHandIn(path: string): Promise<Result<HandInFile, Refusal>> {
	const file = await open(path, 'r');
	const prelude = readPrelude(await bytesAt(file, 0, PRELUDE_READ_BYTES));
	if (!prelude.ok) {
		await file.close();
		return err(refuse(prelude.error));
	}
	return ok({
		prelude: prelude.value,
		open: (cipher) => readContent(file, prelude.value, cipher),
		close: () => file.close()
	});
}

async function readContent(
	file: FileHandle,
	{ envelope, bytes: { byteLength: begin } }: Prelude,
	cipher: FrameCipher
): Promise<Result<HandInContent, Refusal>> {
	const { size } = await file.stat();
	const sealedBytes = envelope.frame + TAG_BYTES;

	async function frame(
		number: number,
		last: boolean,
		plainBytes: number
	): Promise<Uint8Array<ArrayBuffer>> {
		const at = begin + number * sealedBytes;
		if (size < at + plainBytes + TAG_BYTES) throw new FrameFault('hand-in.truncated');
		const sealed = await bytesAt(file, at, plainBytes + TAG_BYTES);
		const plain = await cipher.open(number, last, sealed);
		if (!plain) throw new FrameFault('hand-in.damaged');
		return plain;
	}

	/** The length of the content is in it: a frame is taken for what it opens as. */
	async function firstFrame(number: number): Promise<{ plain: Uint8Array; last: boolean }> {
		const there = size - begin - number * sealedBytes - TAG_BYTES;
		if (there <= 0) throw new FrameFault('hand-in.truncated');
		const plainBytes = Math.min(there, envelope.frame);
		const sealed = await bytesAt(file, begin + number * sealedBytes, plainBytes + TAG_BYTES);
		for (const last of [false, true]) {
			const plain = await cipher.open(number, last, sealed);
			if (plain) return { plain, last };
		}
		const isWhole = plainBytes === envelope.frame;
		throw new FrameFault(isWhole ? 'hand-in.damaged' : 'hand-in.truncated');
	}

	async function readHeader(): Promise<{ header: ContentHeader; end: number }> {
		let start = new Uint8Array();
		for (let number = 0; ; number++) {
			const { plain, last } = await firstFrame(number);
			start = joined(start, plain);
			const end = headerEnd(start);
			if (end === null && start.byteLength >= 4) throw new FrameFault('hand-in.damaged');
			if (end !== null && start.byteLength >= end) {
				const header = decodeHeader(start.subarray(0, end));
				if (!header) throw new FrameFault('hand-in.damaged');
				return { header, end };
			}
			if (last) throw new FrameFault('hand-in.damaged');
		}
	}

	try {
		const { header, end } = await readHeader();
		const places = placesOf(header, end);
		const contentBytes = places.at(-1)?.end ?? end;
		const lastFrame = Math.ceil(contentBytes / envelope.frame) - 1;
		const whole = begin + contentBytes + (lastFrame + 1) * TAG_BYTES;
		return ok({
			header,
			places,
			fault: size === whole ? null : size < whole ? 'hand-in.truncated' : 'hand-in.damaged',
			async *read(from, until) {
				for (let at = from; at < until;) {
					const number = Math.floor(at / envelope.frame);
					const base = number * envelope.frame;
					const length = Math.min(envelope.frame, contentBytes - base);
					const plain = await frame(number, number === lastFrame, length);
					const piece = plain.subarray(at - base, until - base);
					yield piece;
					at += piece.byteLength;
				}
			}
		});
	} catch (fault) {
		if (fault instanceof FrameFault) return err(refuse(fault.code));
		throw fault;
	}
}

/** As many of the bytes as there are. */
async function bytesAt(
	file: FileHandle,
	position: number,
	length: number
): Promise<Uint8Array<ArrayBuffer>> {
	const bytes = new Uint8Array(length);
	let read = 0;
	while (read < length) {
		const { bytesRead } = await file.read(bytes, read, length - read, position + read);
		if (bytesRead === 0) break;
		read += bytesRead;
	}
	return bytes.subarray(0, read);
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array<ArrayBuffer> {
	const both = new Uint8Array(one.byteLength + other.byteLength);
	both.set(one);
	both.set(other, one.byteLength);
	return both;
}
