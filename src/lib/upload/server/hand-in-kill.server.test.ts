// `npm run hand-in` really killed, again and again, while it places a part; then run to its end.
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { handInCounter, headerOf, MASTER_KEY } from '../testing/hand-in-counter.ts';
import { addPart } from '../testing/sample-hand-in.ts';

const KILLS = 3;
const PART_BYTES = 120_000_000;
const COMMAND = join(import.meta.dirname, '../../../../scripts/hand-in.ts');

const { url, dataDir, paths, registry, newDevice, fileOf, onDrive, onServer, logOf } =
	await handInCounter();

const start = (file: string): ChildProcess =>
	fork(COMMAND, [file, '--data', dataDir], {
		execArgv: [],
		stdio: 'ignore',
		env: {
			...process.env,
			...{ DATABASE_URL: url, MASTER_KEY: MASTER_KEY.toString('base64'), DISK_FLOOR_BYTES: '0' }
		}
	});
const sizeOf = (path: string): Promise<number> =>
	stat(path).then(
		({ size }) => size,
		() => 0
	);

test('[C24] kill -9 while a part is placed: nothing half counts, and the same file is fine afterwards', async () => {
	const device = await newDevice();
	const part = headerOf(device);
	const film = await addPart(device.vault, part, PART_BYTES);
	const file = await onDrive(await fileOf(device, { frameBytes: 1024 * 1024 }));
	const raw = paths.raw(device.attempt, part.id);
	let caught = 0;
	for (let nth = 0; nth < KILLS; nth++) {
		const before = await sizeOf(raw);
		const child = start(file);
		const gone = once(child, 'exit');
		while (child.exitCode === null && (await sizeOf(raw)) <= before) await sleep(2);
		child.kill('SIGKILL');
		await gone;
		if ((await registry.find(part.id))?.verified) break;
		expect(child.signalCode, 'it ended by itself').toBe('SIGKILL');
		caught += 1;
		expect((await logOf(device)).filter((type) => type === 'part.verified')).toEqual([]);
	}
	expect(caught).toBeGreaterThan(0);
	const [code] = (await once(start(file), 'exit')) as [number];
	expect(code).toBe(0);
	expect(await registry.find(part.id)).toMatchObject({ verified: { bytes: PART_BYTES } });
	expect((await onServer(device, part.id)).equals(film)).toBe(true);
	expect((await logOf(device)).filter((type) => type === 'part.announced')).toHaveLength(1);
}, 60_000);
