// The counter where hand-in files are taken, for server tests: PostgreSQL, disk, candidates with a device each.
import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { createAudit } from '../../accounts/server/audit.ts';
import type { Person, RoleGrant } from '../../accounts/permissions.ts';
import { createAttemptWriter } from '../../attempt/server/attempt-writer.ts';
import { attemptsOn } from '../../attempt/testing/attempts-on.ts';
import { BEFORE, partHeader } from '../../attempt/testing/events.ts';
import { openLease, openPhone } from '../../attempt/testing/leases.ts';
import { addCandidates } from '../../attempt/testing/roster.ts';
import type { PartHeader } from '../../recording/part.ts';
import { partPaths } from '../../recording/server/part-paths.ts';
import { createMemoryVault, type MemoryVault } from '../../recording/testing/memory-vault.ts';
import { createMasterKey } from '../../server/sealing/master-key.ts';
import { testDatabase } from '../../server/testing/database.ts';
import { silentLog } from '../../shared/log.ts';
import type { HandInSource } from '../browser/hand-in-file.ts';
import { createDiskPartBytes } from '../server/disk-part-bytes.ts';
import { createExamKeys } from '../server/exam-key.repository.ts';
import { createHandInService, type Taker } from '../server/hand-in.service.ts';
import type { HandInOutcome } from '../hand-in-outcome.ts';
import { createPartRegistry } from '../server/part-registry.ts';
import { diskFiles, type PartFiles } from '../server/part-file.ts';
import { handInBytes } from './sample-hand-in.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** Plain bytes to a frame: small, so that small parts have many. */
export const FRAME = 1000;

export const MASTER_KEY = Buffer.alloc(32, 7);

export interface Device {
	readonly attempt: string;
	readonly lease: string;
	readonly token: string;
	readonly scope: 'attempt' | 'evidence';
	readonly vault: MemoryVault;
}

export const holding = (...grants: RoleGrant[]): Person => ({
	...{ account: randomUUID(), name: '技术员甲', grants, candidate: null }
});

/** Call at the top level of a test file. */
export async function handInCounter() {
	const { db, url } = await testDatabase();
	const folder = await temporaryFolder();
	const paths = partPaths(folder.path);
	const time = { now: BEFORE };
	const clock = { now: () => time.now };
	const writer = createAttemptWriter(db, clock);
	const registry = createPartRegistry({ db, writer, clock });
	const { service: attempts } = attemptsOn(db, clock, {
		writer,
		announce: (grant, header) => registry.announce(grant, header)
	});
	const keys = createExamKeys(db, clock, createMasterKey(MASTER_KEY));
	const roster = await addCandidates(db, 20);

	async function examOf(room: string): Promise<string> {
		const row = await db
			.selectFrom('rooms')
			.innerJoin('sittings', 'sittings.id', 'rooms.sitting_id')
			.select('sittings.exam_id')
			.where('rooms.id', '=', room)
			.executeTakeFirstOrThrow();
		return row.exam_id;
	}

	/** As another process, or one started anew, has it. */
	function serviceOn(files: PartFiles = diskFiles) {
		const bytes = createDiskPartBytes({ paths, files, log: silentLog, minFreeBytes: 0 });
		const audit = createAudit(db, clock);
		const world = { db, clock, log: silentLog, audit, keys, attempts, registry, bytes };
		return { bytes, service: createHandInService(world) };
	}

	const exam = await examOf(roster.room);
	const key = await keys.ensure(exam);
	const person: Person = { ...holding({ role: 'technician', exam, room: null }) };
	await db
		.insertInto('accounts')
		.values({
			...{ id: person.account, account: 'technician', name: person.name, password_hash: '' },
			...{ password_expires_at: null, created_at: BEFORE }
		})
		.execute();
	const taker: Taker = { person, address: '192.0.2.7' };
	const { service, bytes } = serviceOn();
	afterAll(async () => {
		await bytes.close();
		await folder.remove();
	});

	async function onDrive(file: Buffer): Promise<string> {
		const path = join(folder.path, `${randomUUID()}.duimian`);
		await writeFile(path, file);
		return path;
	}

	return {
		...{
			db,
			clock,
			time,
			writer,
			registry,
			attempts,
			keys,
			key,
			paths,
			service,
			bytes,
			taker,
			serviceOn
		},
		...{ examOf, onDrive, url, dataDir: folder.path },
		exam,
		account: person.account,

		async newDevice(): Promise<Device> {
			const candidate = roster.candidates.pop();
			if (!candidate) throw new Error('more candidates are needed');
			const opened = await openLease({ writer, clock, service: attempts }, candidate);
			return { ...opened, scope: 'attempt', vault: createMemoryVault() };
		},
		/** The phone of the same attempt. */
		newPhone: async ({ attempt }: Device): Promise<Device> => ({
			...(await openPhone({ writer, clock }, attempt)),
			vault: createMemoryVault()
		}),
		fileOf: (device: Device, more: Partial<HandInSource> = {}): Promise<Buffer> =>
			handInBytes({
				...{ ...device, key, commands: [], now: time.now, frameBytes: FRAME },
				...more
			}),
		async take(file: Buffer): Promise<HandInOutcome> {
			const taken = await service.take(await onDrive(file), taker);
			if (!taken.ok) throw new Error(taken.error.code);
			return taken.value;
		},
		async refusal(file: Buffer): Promise<string | null> {
			const taken = await service.take(await onDrive(file), taker);
			return taken.ok ? null : taken.error.code;
		},
		onServer: ({ attempt }: Device, part: string): Promise<Buffer> =>
			readFile(paths.raw(attempt, part)),
		async logOf({ attempt }: Device): Promise<string[]> {
			const rows = await db
				.selectFrom('attempt_events')
				.select('type')
				.where('attempt_id', '=', attempt)
				.orderBy('seq')
				.execute();
			return rows.map((row) => row.type);
		},
		async stateOf({ attempt }: Device) {
			const view = await attempts.view(attempt);
			if (!view.ok) throw new Error(view.error.code);
			return view.value.state;
		}
	};
}

export const headerOf = (
	{ attempt, lease }: Device,
	track: PartHeader['track'] = 'camera',
	startedAt = BEFORE
): PartHeader => ({ ...partHeader(randomUUID(), lease), ...{ attempt, track, startedAt } });

export const outcomesOf = ({ parts }: HandInOutcome): string[] => parts.map((part) => part.outcome);
