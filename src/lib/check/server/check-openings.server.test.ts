// How many checks may be opened from where, and how long one lives to which nothing was sent: two processes, a real database.
import { afterAll, beforeEach, expect, test } from 'vitest';
import { isSameOrigin } from '../../server/same-origin.ts';
import { testDatabase } from '../../server/testing/database.ts';
import { silentLog } from '../../shared/log.ts';
import { temporaryFolder } from '../../upload/testing/temporary-folder.ts';
import { serve } from '../../upload/testing/upload-server.ts';
import {
	CHECK_IDLE_MS,
	CHECK_LIFE_MS,
	CHECKS_OF_ADDRESS,
	OPENINGS_OF_ADDRESS,
	OPENINGS_WINDOW_MS
} from '../limits.ts';
import { checkUpload } from '../testing/check-upload.ts';
import type { CheckOpened } from '../wire.ts';
import { startDeviceChecks } from './device-checks.ts';

const SCHOOL = '198.51.100.1';
const { db } = await testDatabase();
const folder = await temporaryFolder();
let now = 1_800_000_000_000;
const [here, there] = await Promise.all([start(), start()]);

async function start() {
	const checks = await startDeviceChecks({
		...{ db, clock: { now: () => now }, log: silentLog, dataDir: folder.path, diskFloorBytes: 0 },
		allowOrigin: (request) => isSameOrigin(request, false)
	});
	const { origin, close } = await serve((req, res) => void checks.uploads.handle(req, res));
	const stop = async (): Promise<void> => {
		await close();
		await checks.stop();
	};
	return { checks, origin, stop };
}

afterAll(async () => {
	await Promise.all([here.stop(), there.stop()]);
	await folder.remove();
});
beforeEach(async () => {
	await db.deleteFrom('device_checks').execute();
	await db.deleteFrom('device_check_openings').execute();
});

const openings = () => db.selectFrom('device_check_openings').selectAll().execute();
const rows = () => db.selectFrom('device_checks').selectAll().execute();

/** @returns 'open', or why not */
async function tryOpen(address: string, { checks } = here): Promise<string> {
	const opened = await checks.open(address);
	return opened.ok ? 'open' : opened.error.code;
}

async function open(address: string, { checks } = here): Promise<CheckOpened> {
	const opened = await checks.open(address);
	if (!opened.ok) throw new Error(opened.error.code);
	return opened.value;
}

test('[C4] an IPv6 network is one address, whatever its last half says', async () => {
	for (let n = 0; n < CHECKS_OF_ADDRESS; n++) await open(`2001:db8:1:2:${n.toString(16)}::${n}`);
	expect(await tryOpen('2001:db8:1:2:ffff::1')).toBe('check.busy-here');
	expect(await tryOpen('2001:db8:1:3::1')).toBe('open');
});

test('[C4] opened and ended over and over: of one address only so many in ten minutes, in all processes together', async () => {
	for (let n = 0; n < OPENINGS_OF_ADDRESS; n++) {
		const at = n % 2 ? here : there;
		await at.checks.end((await open(SCHOOL, at)).token);
	}
	expect(await rows()).toEqual([]);
	await here.checks.sweep();
	expect(await tryOpen(SCHOOL)).toBe('check.busy-here');
	expect(await tryOpen('198.51.100.2')).toBe('open');
	now += OPENINGS_WINDOW_MS;
	expect(await tryOpen(SCHOOL)).toBe('open');
});

test('[C4] what was refused is not counted, and after the window nothing tells who it was', async () => {
	for (let n = 0; n < CHECKS_OF_ADDRESS + 3; n++) await tryOpen(SCHOOL);
	const counted = await openings();
	expect(counted).toHaveLength(CHECKS_OF_ADDRESS);
	expect(Object.keys(counted[0] ?? {}).toSorted()).toEqual(['address', 'opened_at']);
	now += OPENINGS_WINDOW_MS;
	await here.checks.sweep();
	expect([...(await openings()), ...(await rows())]).toEqual([]);
});

test('[C4] one to which nothing is sent gives its place back after half a minute', async () => {
	const idle = await open(SCHOOL);
	expect(idle.idleMs).toBe(CHECK_IDLE_MS);
	for (let n = 1; n < CHECKS_OF_ADDRESS; n++) await open(SCHOOL);
	now += CHECK_IDLE_MS - 1;
	expect(await tryOpen(SCHOOL)).toBe('check.busy-here');
	now += 1;
	expect(await tryOpen(SCHOOL)).toBe('open');
	expect((await checkUpload(here.origin, idle).create()).status).toBe(401);
});

test('[C4] its first part, at the last moment, gives it all of its minutes, in every process; a second no more', async () => {
	const opened = await open(SCHOOL);
	now += CHECK_IDLE_MS - 1000;
	const part = checkUpload(here.origin, opened);
	const elsewhere = checkUpload(there.origin, opened, part.id);
	// the other process too has seen how little it had left
	expect((await elsewhere.head()).status).toBe(404);
	expect((await part.create()).status).toBe(201);
	expect((await checkUpload(here.origin, opened).create()).status).toBe(201);
	now += 2000;
	expect((await part.patch(Buffer.alloc(10))).status).toBe(204);
	expect((await elsewhere.head()).status).toBe(200);
	now += CHECK_LIFE_MS - CHECK_IDLE_MS - 1001;
	expect((await part.head()).status).toBe(200);
	now += 1;
	expect((await part.head()).status).toBe(401);
});
