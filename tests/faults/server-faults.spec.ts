// The server dies, its database dies, its disk is full, the network is cut: one candidate sits through each.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { expectRecording } from '../lib/candidate.ts';
import type { Demo } from '../lib/demo.ts';
import { relayTo } from '../lib/cuttable-network.ts';
import {
	auditorPage,
	checkTimeline,
	KILLS,
	leave,
	pause,
	seat,
	settle,
	startFaultSitting
} from '../lib/faults.ts';
import { startServerProcess, type ServerProcess } from '../lib/server-process.ts';
import { calmMs, SEED, seeded } from '../lib/wish.ts';

let demo: Demo;
let server: ServerProcess | null = null;
let port = 0;
test.beforeAll(async () => {
	demo = await startFaultSitting(4);
	port = Number(new URL(demo.url).port);
});
test.afterAll(async () => {
	await server?.stop();
	await demo.stop();
});

/** kill -9 of whatever serves, and the same data folder served again. */
async function killAndStart(env: Record<string, string> = {}): Promise<void> {
	await (server ? server.kill() : demo.kill());
	server = await startServerProcess(demo.data, port, env);
}

test(`[C15] ${KILLS} cuts of the network: the interview goes on, everything arrives`, async ({
	browser
}) => {
	const random = seeded(SEED);
	const network = await relayTo(demo.url);
	const sitter = await seat(demo, 0, network.url);
	for (let cut = 0; cut < KILLS; cut++) {
		await pause(calmMs(random));
		network.cut();
		await pause(calmMs(random) + 1000);
		await expectRecording(sitter.browser.page);
		network.mend();
	}
	const parts = await settle(demo, sitter);
	expect(
		parts.filter((part) => part.track === 'camera'),
		'one part in spite of all'
	).toHaveLength(1);
	await checkTimeline(await auditorPage(browser, demo), parts);
	await leave(sitter);
	network.close();
});

test(`[C15] ${KILLS} deaths of the database: started again, nothing lost`, async ({ browser }) => {
	const random = seeded(SEED + 1);
	const sitter = await seat(demo, 1);
	for (let death = 0; death < KILLS; death++) {
		await pause(calmMs(random));
		process.kill(await postmaster(demo.data), 'SIGKILL');
		await pause(2500);
		await expectRecording(sitter.browser.page);
	}
	const parts = await settle(demo, sitter);
	expect(parts.filter((part) => part.track === 'camera')).toHaveLength(1);
	await checkTimeline(await auditorPage(browser, demo), parts);
	await leave(sitter);
});

test(`[C15] ${KILLS} kills of the server during upload: one upload goes on, nothing lost`, async ({
	browser
}) => {
	const random = seeded(SEED + 2);
	const sitter = await seat(demo, 2);
	for (let kill = 0; kill < KILLS; kill++) {
		await pause(calmMs(random));
		await killAndStart();
	}
	await pause(1000);
	const parts = await settle(demo, sitter);
	expect(parts.filter((part) => part.track === 'camera')).toHaveLength(1);
	await checkTimeline(await auditorPage(browser, demo), parts);
	await leave(sitter);
});

test(`[C15] ${KILLS} times a full disk on the server: said in words, kept here, sent later`, async () => {
	const sitter = await seat(demo, 3);
	for (let full = 0; full < KILLS; full++) {
		await killAndStart({ DISK_FLOOR_BYTES: String(Number.MAX_SAFE_INTEGER) });
		const health = await fetch(`http://127.0.0.1:${port}/api/health`);
		expect(health.status).toBe(503);
		await expect(sitter.browser.page.getByText('服务器空间已满').first()).toBeVisible({
			timeout: 30_000
		});
		await killAndStart();
	}
	await settle(demo, sitter);
	await leave(sitter);
});

async function postmaster(data: string): Promise<number> {
	const file = join(data, 'database', 'cluster', 'postmaster.pid');
	return Number((await readFile(file, 'utf8')).split('\n')[0]);
}
