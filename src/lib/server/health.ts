// Whether this process should be trusted with a sitting: database, disk, clock. `/api/health` and the demo ask.
import { statfs } from 'node:fs/promises';
import { expectedBytes } from '../exam/space.ts';
import type { EchoedHeads } from '../attempt/server/echoed-heads.ts';
import type { FaceEngineHealth, RunningFaceEngine } from '../identity/server/face-engine.ts';
import { openSittings } from '../exam/server/sitting.repository.ts';
import type { Config } from './config.ts';
import { pingDatabase, type Db } from './db/database.ts';
import type { ServerClock } from './server-clock.ts';

const DATABASE_TIMEOUT_MS = 3000;

export interface Health {
	readonly v: 1;
	readonly ok: boolean;
	readonly version: string;
	readonly database: { readonly ok: boolean };
	readonly disk: {
		readonly ok: boolean;
		readonly freeBytes: number;
		/** Uploads are refused below this. */
		readonly floorBytes: number;
		/** What the open sittings may still bring. */
		readonly reservedBytes: number;
	};
	readonly clock: { readonly ok: boolean; readonly skewMs: number | null };
	/** Told, and not part of `ok`: whoever cannot log in by face logs in by account (C7). */
	readonly faces: FaceEngineHealth;
	/**
	 * C34: attempts whose device was told of a line that is not in the log any more, since this process began. Not part of
	 * `ok`: it is a device's word.
	 */
	readonly heads: { readonly lost: number };
}

export interface HealthParts {
	readonly db: Db;
	readonly clock: ServerClock;
	readonly config: Config;
	readonly version: string;
	readonly faces: Pick<RunningFaceEngine, 'health'>;
	readonly echoes: Pick<EchoedHeads, 'lost'>;
}

export async function readHealth(parts: HealthParts): Promise<Health> {
	const { db, clock, config, version } = parts;
	const database = await databaseHealth(db, clock);
	const freeBytes = await freeBytesOf(config.DATA_DIR);
	const floorBytes = config.DISK_FLOOR_BYTES;
	const disk = {
		ok: freeBytes >= floorBytes + database.reservedBytes,
		freeBytes,
		floorBytes,
		reservedBytes: database.reservedBytes
	};
	const clockHealth = { ok: clock.trustworthy(), skewMs: clock.skewMs() };
	return {
		v: 1,
		ok: database.ok && disk.ok && clockHealth.ok,
		version,
		database: { ok: database.ok },
		disk,
		clock: clockHealth,
		faces: parts.faces.health(),
		heads: { lost: parts.echoes.lost() }
	};
}

/** 0 when the folder is away: whoever asks about health gets an answer. */
export async function freeBytesOf(folder: string): Promise<number> {
	try {
		const { bavail, bsize } = await statfs(folder);
		return bavail * bsize;
	} catch {
		return 0;
	}
}

/** A database that hangs is as bad as one that is away. */
async function databaseHealth(
	db: Db,
	clock: ServerClock
): Promise<{ ok: boolean; reservedBytes: number }> {
	try {
		const asked = pingDatabase(db).then(() => reservedBytes(db, clock.now()));
		const reserved = await Promise.race([asked, rejectAfter(DATABASE_TIMEOUT_MS)]);
		return { ok: true, reservedBytes: reserved };
	} catch {
		return { ok: false, reservedBytes: 0 };
	}
}

function rejectAfter(ms: number): Promise<never> {
	return new Promise((_, reject) => {
		setTimeout(() => reject(new Error('timeout')), ms).unref();
	});
}

/** Space promised to the sittings that are not over yet. */
export async function reservedBytes(db: Db, now: number): Promise<number> {
	const sittings = await openSittings(db, now);
	return sittings.reduce((sum, sitting) => sum + expectedBytes(sitting), 0);
}
