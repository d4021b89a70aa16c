// Ten minutes of recording: the page's memory does not grow, and the end is as quick as after one.
import { expect, test } from 'playwright/test';
import { enter, expectUploaded } from '../lib/candidate.ts';
import { candidateOf, startDemo } from '../lib/demo.ts';
import { expectNothingLost, vaultParts } from '../lib/ledger.ts';
import { newProfile } from '../lib/real-chromium.ts';
import { pause } from '../lib/wish.ts';

const MINUTES = 10;
const MEASURED_MINUTES = 5;
const SLOPE_LIMIT_MB_PER_MINUTE = 1;
const UPLOADED_WITHIN_MS = 3000;

test('[C15][C24] ten minutes: heap slope below 1 MB/min, 上传成功 within 3 s of the end', async () => {
	const demo = await startDemo({ startIn: 20, minutes: MINUTES });
	const profile = await newProfile(async () => {});
	const { page, context, close } = await profile.open();
	await enter(page, demo.url, candidateOf(demo, 0));
	const devtools = await context.newCDPSession(page);
	const heapMb = async (): Promise<number> => {
		await devtools.send('HeapProfiler.collectGarbage');
		const { usedSize } = await devtools.send('Runtime.getHeapUsage');
		return usedSize / 1e6;
	};

	const from = demo.sitting.endsAt - (MEASURED_MINUTES * 60 + 10) * 1000;
	const samples: { minute: number; mb: number }[] = [];
	for (let half = 0; half <= 2 * MEASURED_MINUTES; half++) {
		await pause(from + half * 30_000 - Date.now());
		samples.push({ minute: half / 2, mb: await heapMb() });
	}
	const slope = slopeOf(samples);
	console.log(
		`  heap ${samples.map(({ mb }) => mb.toFixed(1)).join(' ')} MB, ${slope.toFixed(3)} MB/min`
	);

	await expectUploaded(page, demo.sitting.endsAt - Date.now() + 20_000);
	const after = Date.now() - demo.sitting.endsAt;
	console.log(`  上传成功 ${after} ms after the end`);
	await expectNothingLost(demo.data, await vaultParts(page));
	await close();
	await profile.remove();
	await demo.stop();
	expect(slope).toBeLessThan(SLOPE_LIMIT_MB_PER_MINUTE);
	expect(after).toBeLessThan(UPLOADED_WITHIN_MS);
});

/** Least squares, MB per minute. */
function slopeOf(samples: readonly { minute: number; mb: number }[]): number {
	const mean = (values: readonly number[]): number =>
		values.reduce((sum, value) => sum + value, 0) / values.length;
	const x = mean(samples.map(({ minute }) => minute));
	const y = mean(samples.map(({ mb }) => mb));
	const above = samples.reduce((sum, { minute, mb }) => sum + (minute - x) * (mb - y), 0);
	return above / samples.reduce((sum, { minute }) => sum + (minute - x) ** 2, 0);
}
