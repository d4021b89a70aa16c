// Vitest's global set-up of the server level: one real PostgreSQL with a migrated template, cloned per test file.
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { silentLog } from '../../shared/log.ts';
import { migrateToLatest, openDatabase } from '../db/database.ts';
import { startEmbeddedPostgres } from '../db/embedded-postgres.ts';

declare module 'vitest' {
	export interface ProvidedContext {
		/** Connection to the migrated template; `create database … template` copies it. */
		templateUrl: string;
	}
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
	const folder = await mkdtemp(join(tmpdir(), 'duimian-test-'));
	// mkdtemp gives 0700, which the database's own user could not pass through when we are root
	await chmod(folder, 0o755);
	const postgres = await startEmbeddedPostgres(folder, silentLog);
	const { db, close } = openDatabase(postgres.url, silentLog);
	await migrateToLatest(db);
	await close();
	project.provide('templateUrl', postgres.url);
	return async () => {
		await postgres.stop();
		await rm(folder, { recursive: true, force: true });
	};
}
