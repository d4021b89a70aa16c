// The last still of each attempt's phone, for its desktop: one file, overwritten. Losing it is harmless, the next one
// follows; it is no evidence, which is the film.
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { DeviceGrant } from '../../attempt/server/tokens.ts';
import type { Db } from '../../server/db/database.ts';
import type { Clock, Millis } from '../../shared/clock.ts';
import { refuse, type Refusal } from '../../shared/errors.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { isJpeg } from '../jpeg.ts';
import { PHONE_CHANNEL } from './phone-report.repository.ts';

export const MAX_PICTURE_BYTES = 60 * 1024;
const EVERY_MS = 2000;
/** A picture sent every so often may come a little early. */
const SLACK_MS = 200;
const REMEMBERED = 10_000;

export interface PhonePictures {
	/** Refuses 'evidence.picture-invalid', 'evidence.picture-too-soon', 'attempt.lease-closed' (not the phone in charge). */
	put(grant: DeviceGrant, bytes: Uint8Array): Promise<Result<void, Refusal>>;
	/** Null = the phone in charge has sent none yet. */
	get(attempt: string): Promise<{ readonly bytes: Buffer; readonly at: Millis } | null>;
}

export interface PhonePictureOptions {
	readonly db: Db;
	readonly clock: Clock;
	readonly dataDir: string;
}

export function createPhonePictures({ db, clock, dataDir }: PhonePictureOptions): PhonePictures {
	const folder = join(dataDir, 'pictures');
	const pathOf = (attempt: string): string => join(folder, `${attempt}.jpg`);
	/** Lease → when its last one was taken, in this process. */
	const taken = new Map<string, Millis>();

	function isTooSoon(lease: string, now: Millis): boolean {
		const before = taken.get(lease) ?? -Infinity;
		if (now - before < EVERY_MS - SLACK_MS) return true;
		if (taken.size > REMEMBERED) taken.clear();
		taken.set(lease, now);
		return false;
	}

	/** A reader never sees half of one; no fsync, for what a power cut takes is replaced in seconds. */
	async function keep(attempt: string, bytes: Uint8Array): Promise<void> {
		await mkdir(folder, { recursive: true });
		const beside = `${pathOf(attempt)}.${randomUUID()}`;
		try {
			await writeFile(beside, bytes);
			await rename(beside, pathOf(attempt));
		} catch (error) {
			await rm(beside, { force: true });
			throw error;
		}
	}

	async function isInCharge({ attempt, lease }: DeviceGrant): Promise<boolean> {
		const row = await db
			.selectFrom('attempts')
			.select(sql<string | null>`state #>> '{evidence,lease}'`.as('lease'))
			.where('id', '=', attempt)
			.executeTakeFirst();
		return row?.lease === lease;
	}

	return {
		async put(grant, bytes) {
			if (bytes.byteLength > MAX_PICTURE_BYTES || !isJpeg(bytes))
				return err(refuse('evidence.picture-invalid'));
			if (isTooSoon(grant.lease, clock.now())) return err(refuse('evidence.picture-too-soon'));
			if (!(await isInCharge(grant))) return err(refuse('attempt.lease-closed'));
			await keep(grant.attempt, bytes);
			await sql`
				with told as (
					update phone_reports set picture_at = ${clock.now()}
					where attempt_id = ${grant.attempt} and lease_id = ${grant.lease}
					returning attempt_id
				)
				select pg_notify(${PHONE_CHANNEL}, attempt_id::text) from told`.execute(db);
			return ok(undefined);
		},

		async get(attempt) {
			const row = await db
				.selectFrom('phone_reports')
				.select('picture_at')
				.where('attempt_id', '=', attempt)
				.executeTakeFirst();
			const at = row?.picture_at ?? null;
			if (at === null) return null;
			// set back from a backup without its data folder, or cleared away
			const bytes = await readFile(pathOf(attempt)).catch(() => null);
			return bytes && { bytes, at };
		}
	};
}
