// Importing exams, put together for a command of the operator or a running app.
import { createPasswords } from '../../src/lib/accounts/server/password.ts';
import { createExamImport } from '../../src/lib/exam/server/exam-import.service.ts';
import { createExamPapers } from '../../src/lib/exam/server/exam-papers.ts';
import type { App } from '../../src/lib/server/app.ts';
import { freeBytesOf } from '../../src/lib/server/health.ts';

export const examImport = ({
	config,
	db,
	clock,
	masterKey,
	faces
}: Pick<App, 'config' | 'db' | 'clock' | 'masterKey' | 'faces'>) =>
	createExamImport({
		...{ db, clock, faces, papers: createExamPapers(masterKey) },
		passwords: createPasswords(),
		usableBytes: async () => (await freeBytesOf(config.DATA_DIR)) - config.DISK_FLOOR_BYTES
	});
