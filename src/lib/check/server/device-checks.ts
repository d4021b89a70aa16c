// The device check put together; `lib/server/app.ts` calls this once. Its bytes never lie among the recordings.
import type { IncomingMessage } from 'node:http';
import { mkdir } from 'node:fs/promises';
import { partPaths } from '../../recording/server/part-paths.ts';
import type { Db } from '../../server/db/database.ts';
import { freeBytesOf } from '../../server/health.ts';
import { startRounds } from '../../server/rounds.ts';
import type { Clock } from '../../shared/clock.ts';
import type { Log } from '../../shared/log.ts';
import { createDiskPartBytes } from '../../upload/server/disk-part-bytes.ts';
import { createTusHandler, type TusHandler } from '../../upload/server/tus-handler.ts';
import { CHECK_PART_BYTES, checkFloor } from '../limits.ts';
import { CHECK_UPLOAD_PATH } from '../wire.ts';
import { createCheckParts } from './check-parts.ts';
import { createDeviceChecks, type DeviceChecks } from './device-check.service.ts';

const SWEEP_EVERY_MS = 30_000;
const FOLDER = 'checks';

export interface RunningDeviceChecks extends DeviceChecks {
	/** The same handler as an attempt's, at a path of its own. */
	readonly uploads: TusHandler;
	stop(): Promise<void>;
}

export interface DeviceChecksOptions {
	readonly db: Db;
	readonly clock: Clock;
	readonly log: Log;
	readonly dataDir: string;
	/** Below it nothing at all is written; a check ends well above. */
	readonly diskFloorBytes: number;
	readonly allowOrigin: (request: IncomingMessage) => boolean;
	/** Tests have other disks. */
	readonly freeBytes?: () => Promise<number>;
}

export async function startDeviceChecks(
	options: DeviceChecksOptions
): Promise<RunningDeviceChecks> {
	const { db, clock, log, dataDir, allowOrigin } = options;
	const paths = partPaths(dataDir, FOLDER);
	const floorBytes = checkFloor(options.diskFloorBytes);
	const { freeBytes = () => freeBytesOf(dataDir) } = options;
	await mkdir(paths.root, { recursive: true });
	const bytes = createDiskPartBytes({ paths, log, minFreeBytes: floorBytes });
	const checks = createDeviceChecks({ db, clock, log, paths, freeBytes, floorBytes });
	const uploads = createTusHandler({
		...{ bytes, log, allowOrigin, path: CHECK_UPLOAD_PATH },
		registry: createCheckParts({ db, clock }),
		maxPartBytes: CHECK_PART_BYTES
	});
	const rounds = startRounds('device check sweep', SWEEP_EVERY_MS, log, () => checks.sweep());
	// what the last run left; those that are open go on after a restart
	rounds
		.round()
		.catch((error: unknown) => log.warn({ err: String(error) }, 'device check sweep failed'));
	return {
		...checks,
		uploads,
		async stop() {
			await rounds.stop();
			await bytes.close();
		}
	};
}
