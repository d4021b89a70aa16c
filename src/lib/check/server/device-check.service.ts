// Opening, giving back and ending device checks (C4), for anybody: no login, a token of their own, minutes of life.
// What lies on the disk without a row, or with one that is over, is swept away.
import { randomUUID } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import { hashSecret, newSecret } from '../../attempt/server/tokens.ts';
import type { Film } from '../../recording/server/film.service.ts';
import type { PartPaths } from '../../recording/server/part-paths.ts';
import type { Db } from '../../server/db/database.ts';
import { addressGroup } from '../../shared/address-group.ts';
import type { Clock } from '../../shared/clock.ts';
import { refuse, type Refusal } from '../../shared/errors.ts';
import { isId } from '../../shared/fields.ts';
import type { Log } from '../../shared/log.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { CHECK_IDLE_MS, CHECK_LIFE_MS, whyNoCheck } from '../limits.ts';
import type { CheckOpened } from '../wire.ts';
import {
	checkOfSecret,
	countOpen,
	deleteCheck,
	deleteExpired,
	insertCheck,
	knownChecks,
	lockOpening,
	partOf
} from './device-check.repository.ts';

export interface DeviceChecks {
	/** Refused: 'check.busy-here' (this address), 'check.busy' (all of them, or the disk). @param from the address of whoever asks */
	open(from: string): Promise<Result<CheckOpened, Refusal>>;
	/** A part of this check that has wholly arrived. Refused: 'token.invalid', 'part.not-found'. */
	film(token: string, part: string): Promise<Result<Film, Refusal>>;
	/** Everything of it is gone. Harmless for a token that opens nothing. */
	end(token: string): Promise<void>;
	/** @returns how many checks, and folders of none, it removed */
	sweep(): Promise<number>;
}

export interface DeviceCheckParts {
	readonly db: Db;
	readonly clock: Clock;
	readonly log: Log;
	readonly paths: PartPaths;
	/** Of the medium. */
	readonly freeBytes: () => Promise<number>;
	/** That stay free, whatever is asked. */
	readonly floorBytes: number;
}

export function createDeviceChecks(parts: DeviceCheckParts): DeviceChecks {
	const { db, clock, log, paths, floorBytes } = parts;

	/** A file that is still held open (Windows) waits for the sweep. */
	const removeFolder = (check: string): Promise<void> =>
		rm(paths.folder(check), { recursive: true, force: true }).catch((error: unknown) =>
			log.warn({ check, err: String(error) }, 'device check not removed yet')
		);

	async function sweepFolders(): Promise<number> {
		// listed before the rows are asked: a row is always older than its folder
		const folders = (await readdir(paths.root).catch(() => [])).filter(isId);
		const known = await knownChecks(db, folders);
		const left = folders.filter((folder) => !known.has(folder));
		await Promise.all(left.map(removeFolder));
		return left.length;
	}

	return {
		async open(from) {
			const address = addressGroup(from);
			const freeBytes = await parts.freeBytes();
			return db.transaction().execute(async (tx) => {
				await lockOpening(tx);
				const now = clock.now();
				const why = whyNoCheck(await countOpen(tx, address, now), { freeBytes, floorBytes });
				if (why !== null) {
					log.warn({ code: why, freeBytes }, 'device check refused');
					return err(refuse(why));
				}
				const [id, token] = [randomUUID(), newSecret()];
				await insertCheck(tx, { id, secretHash: hashSecret(token), address, openedAt: now });
				return ok({ check: id, token, lifeMs: CHECK_LIFE_MS, idleMs: CHECK_IDLE_MS });
			});
		},

		async film(token, part) {
			const check = await checkOfSecret(db, hashSecret(token), clock.now());
			if (!check) return err(refuse('token.invalid'));
			const row = isId(part) ? await partOf(db, part) : undefined;
			if (row?.check_id !== check.id || row.verified_bytes === null)
				return err(refuse('part.not-found'));
			const path = paths.raw(check.id, part);
			const facts = await stat(path).catch(() => null);
			if (!facts) return err(refuse('part.not-found'));
			const contentType = 'application/octet-stream';
			return ok({ path, bytes: facts.size, etag: `"${part}"`, contentType });
		},

		async end(token) {
			const check = await checkOfSecret(db, hashSecret(token), clock.now());
			if (!check) return;
			await deleteCheck(db, check.id);
			await removeFolder(check.id);
		},

		async sweep() {
			const expired = await deleteExpired(db, clock.now());
			return expired + (await sweepFolders());
		}
	};
}
