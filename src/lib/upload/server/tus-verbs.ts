// What each request does, as values: the grant and the part are known, the answer is returned. Sending any of them
// twice is harmless.
import type { IncomingMessage } from 'node:http';
import * as v from 'valibot';
import type { ErrorCode } from '../../shared/errors.ts';
import type { Log } from '../../shared/log.ts';
import { decodeMetadata, encodeMetadata, FinishSchema, partUrl, type Finish } from '../protocol.ts';
import { opensTrack } from '../part-rights.ts';
import type { PartBytes, PartRecord, PartRegistry, UploadGrant } from '../ports.ts';
import { readCreation, readPatch, type PatchHeaders } from '../tus-headers.ts';
import type { Incoming } from './incoming.ts';
import { readJson } from './request-body.ts';
import { refusal, type Answer } from './tus-answer.ts';

/** Owner and limit of a part change rarely; a PATCH does without the database for this long. */
const PATCH_MEMORY_MS = 5000;
const FINISH_BODY_BYTES = 4096;

export interface VerbParts {
	readonly path: string;
	readonly bytes: PartBytes;
	readonly registry: PartRegistry;
	readonly incoming: Incoming;
	readonly log: Log;
	readonly maxPartBytes: number;
}

export type PartVerb = (req: IncomingMessage, grant: UploadGrant, part: string) => Promise<Answer>;

export interface Verbs {
	create(req: IncomingMessage, grant: UploadGrant): Promise<Answer>;
	readonly head: PartVerb;
	readonly patch: PartVerb;
	readonly finish: PartVerb;
}

export function createVerbs(parts: VerbParts): Verbs {
	const { path, bytes, registry, incoming, log, maxPartBytes } = parts;

	/** The part's record, or the answer why not. */
	async function owned(
		grant: UploadGrant,
		part: string,
		maxAgeMs = 0
	): Promise<PartRecord | Answer> {
		const record = await registry.find(part, maxAgeMs);
		if (!record) return refusal('part.not-found');
		const own = record.attempt === grant.attempt && opensTrack(grant, record.header.track);
		return own ? record : refusal('part.not-yours');
	}

	/** @returns why a length cannot be declared now, or null once it holds */
	async function declare(
		part: string,
		record: Pick<PartRecord, 'attempt' | 'verified' | 'declaredBytes'>,
		length: number,
		offset: number | null
	): Promise<Answer | null> {
		const known = record.verified?.bytes ?? record.declaredBytes;
		if (known !== null) return known === length ? null : refusal('input.invalid');
		const size = await bytes.size(record.attempt, part);
		if (size === null) return refusal('part.not-found');
		if (offset !== null && offset !== size) return refusal('part.wrong-offset', { size });
		if (length < size) return refusal('input.invalid');
		const holds = await registry.declareLength(part, length);
		return holds === length ? null : refusal('input.invalid');
	}

	async function create(req: IncomingMessage, grant: UploadGrant): Promise<Answer> {
		const length = readCreation(req.headers, maxPartBytes);
		if (!length.ok) return refusal(length.error.code);
		const metadata = req.headers['upload-metadata'];
		const header = typeof metadata === 'string' ? decodeMetadata(metadata) : null;
		if (!header) return refusal('input.invalid');
		if (header.attempt !== grant.attempt) return refusal('part.not-yours');
		const announced = await registry.announce(grant, header);
		if (!announced.ok) return refusal(announced.error.code);
		const made = await bytes.create(header.attempt, header.id);
		if (made)
			log.info({ attempt: header.attempt, part: header.id, track: header.track }, 'part created');
		const refused = length.value === null ? null : await declareAtCreation(header.id, length.value);
		return refused ?? { status: 201, headers: { Location: partUrl(header.id, path) } };
	}

	async function declareAtCreation(part: string, length: number): Promise<Answer | null> {
		const record = await registry.find(part);
		return record ? declare(part, record, length, null) : refusal('part.not-found');
	}

	const head: PartVerb = async (_req, grant, part) => {
		const record = await owned(grant, part);
		if ('status' in record) return record;
		incoming.cutOff(part);
		const size = record.verified?.bytes ?? (await bytes.size(record.attempt, part));
		if (size === null) return refusal('part.not-found');
		const length = record.verified?.bytes ?? record.declaredBytes;
		const headers: Record<string, string> = {
			'Upload-Offset': String(size),
			'Upload-Metadata': encodeMetadata(record.header)
		};
		if (length === null) headers['Upload-Defer-Length'] = '1';
		else headers['Upload-Length'] = String(length);
		return { status: 200, headers };
	};

	const patch: PartVerb = async (req, grant, part) => {
		const said = readPatch(req.headers, maxPartBytes);
		if (!said.ok) return refusal(said.error.code);
		const { length, offset, bodyBytes } = said.value;
		const record = await owned(grant, part, length === null ? PATCH_MEMORY_MS : 0);
		if ('status' in record) return record;
		const limit = record.verified?.bytes ?? record.declaredBytes ?? length ?? maxPartBytes;
		if (bodyBytes !== null && offset + bodyBytes > limit) return refusal('part.too-large');
		incoming.cutOff(part);
		const refused = length === null ? null : await declare(part, record, length, offset);
		return refused ?? append(req, record, { part, offset, limit });
	};

	async function append(
		req: IncomingMessage,
		{ attempt }: PartRecord,
		{ part, offset, limit }: Pick<PatchHeaders, 'offset'> & { part: string; limit: number }
	): Promise<Answer> {
		const appended = await incoming.receive(part, req, () =>
			bytes.append(attempt, part, offset, req, limit)
		);
		if (appended.ok) return { status: 204, headers: { 'Upload-Offset': String(appended.value) } };
		const { code, size } = appended.error;
		if (code === 'storage.full') log.warn({ attempt, part, size }, 'no space for a part');
		return refusal(code, { size });
	}

	const finish: PartVerb = async (req, grant, part) => {
		const asked = v.safeParse(FinishSchema, await readJson(req, FINISH_BODY_BYTES));
		if (!asked.success) return refusal('input.invalid');
		const record = await owned(grant, part);
		if ('status' in record) return record;
		if (record.verified)
			return agrees(record.verified, asked.output)
				? verify(record, asked.output)
				: refusal('part.digest-mismatch');
		incoming.cutOff(part);
		const size = await bytes.size(record.attempt, part);
		if (size === null) return refusal('part.not-found');
		if (size < asked.output.bytes) return refusal('part.incomplete', { size });
		const kept = await bytes.digest(record.attempt, part);
		return agrees(kept, asked.output) ? verify(record, asked.output) : setAside(record, kept);
	};

	async function verify(record: PartRecord, { bytes: size, sha256 }: Finish): Promise<Answer> {
		const { attempt, header } = record;
		const head = await registry.markVerified(header.id, size, sha256);
		await bytes.release(attempt, header.id);
		if (!record.verified) log.info({ attempt, part: header.id, bytes: size }, 'part verified');
		return { status: 200, body: { v: 1, verified: true, head } };
	}

	/** Another copy of the same finish may have verified it meanwhile: then nothing is touched. */
	async function setAside({ attempt, header }: PartRecord, kept: Finish): Promise<Answer> {
		const code: ErrorCode = 'part.digest-mismatch';
		if (!(await registry.restart(header.id))) return refusal(code);
		await bytes.setAside(attempt, header.id);
		log.warn({ attempt, part: header.id, ...kept }, 'part set aside: its digest is wrong');
		return refusal(code, { size: 0 });
	}

	return { create, head, patch, finish };
}

const agrees = (one: Finish, other: Finish): boolean =>
	one.bytes === other.bytes && one.sha256 === other.sha256;
