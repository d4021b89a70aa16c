// A database that we started ourselves is started again when it dies; one of the operator's own is theirs to mend.
import type { Log } from '../../shared/log.ts';
import { pingDatabase, type Db } from './database.ts';
import type { EmbeddedPostgres } from './embedded-postgres.ts';

const LOOK_EVERY_MS = 1000;

/** @returns a function that ends the watching */
export function keepAlive(postgres: EmbeddedPostgres, db: Db, log: Log): () => void {
	let looking = false;
	const look = async (): Promise<void> => {
		if (looking) return;
		looking = true;
		try {
			await pingDatabase(db);
		} catch {
			await postgres.revive().catch((error: unknown) => {
				log.error({ err: String(error) }, 'database could not be started again');
			});
		}
		looking = false;
	};
	const timer = setInterval(() => void look(), LOOK_EVERY_MS);
	timer.unref();
	return () => clearInterval(timer);
}
