// C30: who should be sitting there: the roster's portrait, and the first and last frame of the login that was accepted.
// Their embeddings stay in this process's memory and nowhere else.
import * as v from 'valibot';
import { FaceCheckSchema } from '../../attempt/event-payloads.ts';
import { readPayloads } from '../../attempt/server/payload.repository.ts';
import type { Db } from '../../server/db/database.ts';
import type { MasterKey } from '../../server/sealing/master-key.ts';
import type { FaceEngine } from '../ports.ts';

/** Empty: there is nothing to compare with. Null: the engine has no time to look at them now. */
export type References = (attempt: string) => Promise<readonly Float32Array[] | null>;

export interface ReferencesParts {
	readonly db: Db;
	readonly engine: FaceEngine;
	readonly masterKey: MasterKey;
}

/** Some 2 kB each. */
const REMEMBERED = 10_000;

export function createReferences({ db, engine, masterKey }: ReferencesParts): References {
	const known = new Map<string, readonly Float32Array[]>();

	async function embeddingsOf(
		pictures: readonly Uint8Array[]
	): Promise<readonly Float32Array[] | null> {
		const found: Float32Array[] = [];
		for (const picture of pictures) {
			const seen = await engine.see(picture);
			if (!seen.ok && seen.error === 'server.busy') return null;
			// a picture with nobody, or with several people, says nothing of one
			if (seen.ok && seen.value.faces === 1 && seen.value.face)
				found.push(seen.value.face.embedding);
		}
		return found;
	}

	return async (attempt) => {
		const accepted = await lastAccepted(db, attempt);
		const key = `${attempt}:${accepted?.seq ?? ''}`;
		const before = known.get(key);
		if (before) return before;
		const portrait = await portraitOf(db, attempt);
		const frames = accepted ? await framesOf(accepted.seq) : [];
		const embeddings = await embeddingsOf(portrait ? [portrait, ...frames] : frames);
		if (known.size > REMEMBERED) known.clear();
		if (embeddings) known.set(key, embeddings);
		return embeddings;

		async function framesOf(seq: number): Promise<Uint8Array[]> {
			const payload = (await readPayloads(db, attempt, 'face.checked', masterKey)).get(seq);
			const parsed = v.safeParse(FaceCheckSchema, payload);
			const all = parsed.success ? parsed.output.frames : [];
			const ends = all.length > 1 ? [all[0], all.at(-1)] : all;
			return ends.flatMap((frame) => (frame ? Buffer.from(frame.jpeg, 'base64') : []));
		}
	};
}

async function lastAccepted(db: Db, attempt: string): Promise<{ seq: number } | undefined> {
	const lines = await db
		.selectFrom('attempt_events')
		.select(['seq', 'data'])
		.where('attempt_id', '=', attempt)
		.where('type', '=', 'face.checked')
		.orderBy('seq', 'desc')
		.execute();
	return lines.find(({ data }) => (JSON.parse(data) as { verdict: string }).verdict === 'accepted');
}

async function portraitOf(db: Db, attempt: string): Promise<Uint8Array | null> {
	const row = await db
		.selectFrom('attempts')
		.innerJoin('candidates', 'candidates.id', 'attempts.candidate_id')
		.select('candidates.portrait')
		.where('attempts.id', '=', attempt)
		.executeTakeFirst();
	return row?.portrait ?? null;
}
