// Looking at all pictures of a check, one after another, so that one check does not fill the engine's queue.
import type { Db } from '../../server/db/database.ts';
import type { Refusal } from '../../shared/errors.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { FaceEngine, SeenFace, SeenPicture } from '../ports.ts';

export interface Looked {
	readonly seen: readonly SeenPicture[];
	/** The one face of the roster's photo; null: there is not exactly one. */
	readonly roster: SeenFace | null;
}

const NOTHING: SeenPicture = { width: 0, height: 0, faces: 0, face: null };

/** Refuses server.busy. */
export async function lookAt(
	db: Db,
	engine: FaceEngine,
	candidate: string,
	pictures: readonly Uint8Array[]
): Promise<Result<Looked, Refusal>> {
	const portrait = await portraitOf(db, candidate);
	const seen: SeenPicture[] = [];
	for (const picture of portrait ? [portrait, ...pictures] : pictures) {
		const look = await engine.see(picture);
		if (!look.ok && look.error === 'server.busy') return err({ code: look.error });
		// what cannot be read shows nobody
		seen.push(look.ok ? look.value : NOTHING);
	}
	const roster = portrait ? seen.shift() : null;
	return ok({ seen, roster: roster?.faces === 1 ? roster.face : null });
}

async function portraitOf(db: Db, candidate: string): Promise<Uint8Array | null> {
	const row = await db
		.selectFrom('candidates')
		.select('portrait')
		.where('id', '=', candidate)
		.executeTakeFirst();
	return row?.portrait ?? null;
}
