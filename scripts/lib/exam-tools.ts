// Import and export of exams, put together for a command of the operator or a running app.
import { createPasswords } from '../../src/lib/accounts/server/password.ts';
import { createExamImport } from '../../src/lib/exam/server/exam-import.service.ts';
import type { PaperPort } from '../../src/lib/exam/server/paper-port.ts';
import type { Config } from '../../src/lib/server/config.ts';
import type { Db } from '../../src/lib/server/db/database.ts';
import { freeBytesOf } from '../../src/lib/server/health.ts';
import type { Clock } from '../../src/lib/shared/clock.ts';
import { err } from '../../src/lib/shared/result.ts';

interface Ground {
	readonly config: Config;
	readonly db: Db;
	readonly clock: Clock;
}

export const examImport = ({ config, db, clock }: Ground) =>
	createExamImport({
		...{ db, clock, papers: papersOf() },
		passwords: createPasswords(),
		usableBytes: async () => (await freeBytesOf(config.DATA_DIR)) - config.DISK_FLOOR_BYTES
	});

/** Waits for sealing (C19): until it is here no paper is taken, and none is there to be opened. */
export const papersOf = (): PaperPort => ({
	seal: async () => err('not part of this version yet'),
	open: async () => null,
	has: async () => false
});
