// `npm run bench:remux`: how long a 30-minute part takes to become seekable after its last byte, and what memory it
// needs. Target: ≤ 10 s. The clock runs from the moment the queue could take it: thread start, copy, fdatasync.
import { mkdtemp, open, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { remuxLane, remuxWorkerUrl } from '../../src/lib/recording/server/remux-lane.ts';
import { makeLongPart } from './long-part.ts';

const MEGABYTE = 1_000_000;
const TARGET_S = 10;
const SAMPLE_MS = 50;

const { values } = parseArgs({
	options: {
		minutes: { type: 'string', default: '30' },
		mb: { type: 'string', default: '150,470' }
	}
});
const folder = await mkdtemp(join(tmpdir(), 'duimian-bench-'));
try {
	for (const megabytes of values.mb.split(',').map(Number))
		await measure(Number(values.minutes), megabytes);
} finally {
	await rm(folder, { recursive: true, force: true });
}

async function measure(minutes: number, megabytes: number): Promise<void> {
	const raw = join(folder, `${String(megabytes)}.part`);
	const target = join(folder, `${String(megabytes)}.film`);
	await makeLongPart({ path: raw, minutes, megabytes });
	const { size } = await stat(raw);
	globalThis.gc?.();
	const before = process.memoryUsage().rss;
	let peak = before;
	const sampler = setInterval(() => {
		peak = Math.max(peak, process.memoryUsage().rss);
	}, SAMPLE_MS);
	const lane = remuxLane(remuxWorkerUrl());
	const began = performance.now();
	const result = await lane.run({ part: 'bench', raw, target });
	const file = await open(target, 'r+');
	await file.datasync().finally(() => file.close());
	const seconds = (performance.now() - began) / 1000;
	clearInterval(sampler);
	await lane.close();
	if (!result.ok) throw new Error(result.error);
	const { durationMs } = result.value;
	console.log(
		`${(size / MEGABYTE).toFixed(0)} MB, ${(durationMs / 60_000).toFixed(2)} min: seekable in ${seconds.toFixed(2)} s ` +
			`(target ≤ ${String(TARGET_S)} s), RSS ${mb(before)} → peak ${mb(peak)} MB`
	);
	if (seconds > TARGET_S) process.exitCode = 1;
	await rm(raw);
	await rm(target);
}

function mb(bytes: number): string {
	return (bytes / MEGABYTE).toFixed(0);
}
