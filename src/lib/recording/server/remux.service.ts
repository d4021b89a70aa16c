// Makes verified parts seekable, in the background, one row of `parts` after the other (C15). The queue is the table:
// whoever starts takes what is left, and a row under work is locked, so several processes share it.
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Kysely, Transaction } from 'kysely';
import type { Clock } from '../../shared/clock.ts';
import type { Log } from '../../shared/log.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { Database } from '../../server/db/schema.ts';
import type { CopiedFilm } from './packet-copy.ts';
import type { PartPaths } from './part-paths.ts';
import { remuxLane, remuxWorkerUrl, type RemuxLane } from './remux-lane.ts';

export const REMUX_TRIES = 3;
/** A failed part waits, so that a full disk or a slow mount does not cost it all its tries in one second. */
const RETRY_AFTER_MS = 5000;
/** Parts verified by another process that nobody told us of. */
const LOOK_EVERY_MS = 30_000;

export interface RemuxOptions {
	readonly db: Kysely<Database>;
	readonly paths: PartPaths;
	readonly clock: Clock;
	readonly log: Log;
	/** Threads; each holds one database connection while it works. */
	readonly lanes?: number;
	readonly makeLane?: () => RemuxLane;
	readonly retryAfterMs?: number;
}

export interface RemuxService {
	/** A part may have been verified: look. Returns at once, harmless at any time. */
	poke(): void;
	/** Resolves when nothing is left that could be done now. */
	idle(): Promise<void>;
	close(): Promise<void>;
}

type ClaimedPart = { readonly id: string; readonly attempt_id: string; readonly tries: number };

/** Starts with what the last process left. */
export function startRemux(options: RemuxOptions): RemuxService {
	const { db, log, retryAfterMs = RETRY_AFTER_MS } = options;
	const makeLane = options.makeLane ?? (() => remuxLane(remuxWorkerUrl()));
	const lanes = Array.from({ length: options.lanes ?? 1 }, makeLane);
	/** Parts that failed just now; they wait for their timer. */
	const resting = new Set<string>();
	const timers = new Set<NodeJS.Timeout>();
	let running: Promise<void>[] = [];
	let wanted = false;
	let closed = false;

	const poke = (): void => {
		if (closed) return;
		wanted = true;
		if (running.length > 0) return;
		running = lanes.map((lane) => drain(lane));
		void Promise.all(running).then(() => {
			running = [];
			if (wanted) poke();
		});
	};

	async function drain(lane: RemuxLane): Promise<void> {
		wanted = false;
		try {
			while (!closed && (await takeOne(lane)));
		} catch (error) {
			// the database is away; the next look finds the same rows again
			if (!closed) log.warn({ err: String(error) }, 'remux queue not readable');
		}
	}

	const takeOne = (lane: RemuxLane): Promise<boolean> =>
		db.transaction().execute(async (tx) => {
			const part = await claim(tx, resting);
			if (!part) return false;
			const result = await makeFilm(lane, options.paths, part);
			if (closed) return false;
			await note(tx, part, result);
			return true;
		});

	async function note(
		tx: Transaction<Database>,
		part: ClaimedPart,
		result: Result<CopiedFilm, string>
	): Promise<void> {
		const fields = result.ok
			? {
					duration_ms: result.value.durationMs,
					seekable_at: options.clock.now(),
					remux_error: null
				}
			: { remux_error: result.error };
		const tries = part.tries + 1;
		await tx
			.updateTable('parts')
			.set({ ...fields, remux_tries: tries })
			.where('id', '=', part.id)
			.execute();
		if (result.ok) log.info({ part: part.id, ...result.value }, 'part made seekable');
		else log.warn({ part: part.id, tries, err: result.error }, 'part could not be made seekable');
		if (!result.ok) rest(part.id);
	}

	function rest(part: string): void {
		resting.add(part);
		const timer = setTimeout(() => {
			timers.delete(timer);
			resting.delete(part);
			poke();
		}, retryAfterMs);
		timer.unref();
		timers.add(timer);
	}

	const look = setInterval(poke, LOOK_EVERY_MS);
	look.unref();
	poke();

	return {
		poke,
		async idle() {
			while (running.length > 0) await Promise.all(running);
		},
		async close() {
			closed = true;
			clearInterval(look);
			timers.forEach(clearTimeout);
			await Promise.all(lanes.map((lane) => lane.close()));
			await Promise.all(running);
		}
	};
}

/** Locks the next row until the transaction ends; a killed process frees it by dying. */
async function claim(
	tx: Transaction<Database>,
	resting: ReadonlySet<string>
): Promise<ClaimedPart | undefined> {
	let query = tx
		.selectFrom('parts')
		.select(['id', 'attempt_id', 'remux_tries as tries'])
		.where('verified_at', 'is not', null)
		.where('seekable_at', 'is', null)
		.where('remux_tries', '<', REMUX_TRIES)
		.orderBy('remux_tries')
		.orderBy('verified_at')
		.limit(1)
		.forUpdate()
		.skipLocked();
	if (resting.size > 0) query = query.where('id', 'not in', [...resting]);
	return query.executeTakeFirst();
}

/** The film appears under its name only when it is whole and on the medium. */
async function makeFilm(
	lane: RemuxLane,
	paths: PartPaths,
	part: ClaimedPart
): Promise<Result<CopiedFilm, string>> {
	const film = paths.film(part.attempt_id, part.id);
	const target = `${film}.tmp`;
	try {
		await mkdir(dirname(film), { recursive: true });
		const raw = paths.raw(part.attempt_id, part.id);
		const result = await lane.run({ part: part.id, raw, target });
		if (!result.ok) {
			await rm(target, { force: true });
			return result;
		}
		await sync(target);
		await rename(target, film);
		return ok(result.value);
	} catch (error) {
		return err(String(error));
	}
}

async function sync(path: string): Promise<void> {
	const file = await open(path, 'r+');
	await file.datasync().finally(() => file.close());
}
