// `npm run hand-in -- FILE [--data DIR]`: takes in a file with recordings that a candidate could not upload (C24), as
// the technician's page does; beside a running server or alone. The file stays as it is.
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { createAttemptService } from '../src/lib/attempt/server/attempt.service.ts';
import { createLotService } from '../src/lib/exam/server/lot.service.ts';
import { partPaths } from '../src/lib/recording/server/part-paths.ts';
import { readConfig } from '../src/lib/server/config.ts';
import { OperatorError } from '../src/lib/server/operator-error.ts';
import { silentLog } from '../src/lib/shared/log.ts';
import { isComplete, isHere } from '../src/lib/upload/hand-in-outcome.ts';
import { createDiskPartBytes } from '../src/lib/upload/server/disk-part-bytes.ts';
import { createExamKeys } from '../src/lib/upload/server/exam-key.repository.ts';
import { createHandInService } from '../src/lib/upload/server/hand-in.service.ts';
import { createPartRegistry } from '../src/lib/upload/server/part-registry.ts';
import { withInstallation } from './lib/installation.ts';
import zh from '../messages/zh-CN/index.ts';
import en from '../messages/en/index.ts';

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: { data: { type: 'string' } }
});

await withInstallation(values.data, async ({ db, clock, masterKey, accounts, writer }) => {
	const [path] = positionals;
	if (!path || !existsSync(path))
		throw new OperatorError(
			'请给出文件：npm run hand-in -- FILE.duimian\nGive the file: npm run hand-in -- FILE.duimian'
		);
	const config = readConfig({
		...process.env,
		...(values.data ? { DATA_DIR: values.data } : {})
	});
	const bytes = createDiskPartBytes({
		paths: partPaths(config.DATA_DIR),
		minFreeBytes: config.DISK_FLOOR_BYTES,
		log: silentLog
	});
	const registry = createPartRegistry({ db, writer, clock });
	const service = createHandInService({
		...{ db, clock, log: silentLog, audit: accounts.audit, bytes, registry },
		keys: createExamKeys(db, clock, masterKey),
		attempts: createAttemptService({
			...{ db, writer, clock, log: silentLog },
			announce: (grant, header) => registry.announce(grant, header),
			lots: createLotService({ db, clock, log: silentLog, masterKey })
		})
	});
	try {
		const taken = await service.take(path, { person: null, address: 'local' });
		if (!taken.ok) {
			const key = `error.${taken.error.code}` as const;
			throw new OperatorError(`${zh[key]}\n${en[key]}`);
		}
		const { candidate, parts, sittingCode } = taken.value;
		console.log(`${sittingCode} ${candidate.admission} ${candidate.name}`);
		for (const { id, track, outcome } of parts) {
			const key = `hand-in.part.${outcome}` as const;
			console.log(`${track.padEnd(8)} ${id}  ${zh[key]} / ${en[key]}`);
		}
		const here = parts.filter(isHere).length;
		console.log(`${here} / ${parts.length} 段在服务器上。parts are on the server.`);
		if (!isComplete(taken.value)) process.exitCode = 2;
	} finally {
		await bytes.close();
	}
});
