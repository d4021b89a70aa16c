import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { attemptsOn } from '../../attempt/testing/attempts-on.ts';
import { BEFORE } from '../../attempt/testing/events.ts';
import { openLease, openPhone } from '../../attempt/testing/leases.ts';
import { addCandidates } from '../../attempt/testing/roster.ts';
import { testDatabase } from '../../server/testing/database.ts';
import { createPictureFiles } from '../../live/server/picture-files.ts';
import { createPictures } from '../../live/server/pictures.ts';
import { MAX_PICTURE_BYTES } from '../../live/small-picture.ts';
import { ok } from '../../shared/result.ts';
import { temporaryFolder } from '../../upload/testing/temporary-folder.ts';
import { report } from '../testing/live-process.ts';
import { smallJpeg } from '../testing/small-jpeg.ts';
import { readBody } from './picture-body.ts';
import { heardPhones, writeReports } from './phone-report.repository.ts';

const { db } = await testDatabase();
let now = BEFORE;
const clock = { now: () => now };
const { writer, service: attempts } = attemptsOn(db, clock);
const { candidates } = await addCandidates(db, 10);
const folder = await temporaryFolder();
afterAll(() => folder.remove());
const pictures = picturesIn(folder.path);
const [first, second] = [smallJpeg(1), smallJpeg(2)];

function picturesIn(dataDir: string) {
	return createPictures({ db, clock, files: createPictureFiles(dataDir) });
}

beforeEach(() => {
	now = BEFORE;
});

async function bound() {
	const desktop = await openLease({ writer, clock, service: attempts }, candidates.pop() ?? '');
	const phone = await openPhone({ writer, clock }, desktop.attempt);
	await spoke(phone);
	return { attempt: desktop.attempt, phone };
}
async function spoke({ attempt, lease }: { attempt: string; lease: string }): Promise<void> {
	await writeReports(db, [{ attempt, lease, at: now, filming: true, report: report() }]);
}
const pictureAt = async (attempt: string) =>
	(await heardPhones(db, [attempt])).get(attempt)?.pictureAt;

describe('[C11] a still of the phone', () => {
	test('the last one stays, with its time, and its desktop hears of it', async () => {
		const { attempt, phone } = await bound();
		expect(await pictures.get(attempt, 'evidence')).toBeNull();
		expect(await pictures.put(phone, 'evidence', first)).toEqual(ok(undefined));
		expect(await pictures.get(attempt, 'evidence')).toEqual({
			bytes: Buffer.from(first),
			at: BEFORE
		});
		now += 2000;
		expect(await pictures.put(phone, 'evidence', second)).toEqual(ok(undefined));
		expect(await pictures.get(attempt, 'evidence')).toEqual({
			bytes: Buffer.from(second),
			at: BEFORE + 2000
		});
		expect(await pictureAt(attempt)).toBe(BEFORE + 2000);
		expect((await readdir(join(folder.path, 'pictures'))).sort()).toContain(
			`${attempt}.evidence.jpg`
		);
		expect(await readdir(join(folder.path, 'pictures'))).toHaveLength(1);
	});

	test('more often than every two seconds it is refused', async () => {
		const { phone } = await bound();
		await pictures.put(phone, 'evidence', first);
		now += 1500;
		expect(await pictures.put(phone, 'evidence', second)).toMatchObject({
			error: { code: 'evidence.picture-too-soon' }
		});
	});

	test.each([
		['a page', new TextEncoder().encode('<html>')],
		['half a picture', first.slice(0, -40)],
		['two markers and nothing', Uint8Array.of(0xff, 0xd8, 0xff, 0xd9)],
		['nothing', new Uint8Array()],
		['a large one', smallJpeg(1, MAX_PICTURE_BYTES.evidence)]
	])('%s is none', async (_what, bytes) => {
		const { attempt, phone } = await bound();
		expect(await pictures.put(phone, 'evidence', bytes)).toMatchObject({
			error: { code: 'evidence.picture-invalid' }
		});
		expect(await pictures.get(attempt, 'evidence')).toBeNull();
	});

	test('of a phone that was replaced is not taken, nor shown for the next one’s', async () => {
		const { attempt, phone } = await bound();
		await pictures.put(phone, 'evidence', first);
		const next = await openPhone({ writer, clock }, attempt);
		now += 2000;
		expect(await pictures.put(phone, 'evidence', second)).toMatchObject({
			error: { code: 'attempt.lease-closed' }
		});
		await spoke(next);
		expect(await pictures.get(attempt, 'evidence')).toBeNull();
	});

	test('whose file has gone is none', async () => {
		const { attempt, phone } = await bound();
		await pictures.put(phone, 'evidence', first);
		await rm(join(folder.path, 'pictures', `${attempt}.evidence.jpg`));
		expect(await pictures.get(attempt, 'evidence')).toBeNull();
	});

	test('cannot be written on a full or foreign folder: the fault is told, and nothing is announced', async () => {
		const { attempt, phone } = await bound();
		const dataDir = join(folder.path, 'no-folder');
		await mkdir(dataDir);
		await writeFile(join(dataDir, 'pictures'), '');
		const broken = picturesIn(dataDir);
		await expect(broken.put(phone, 'evidence', first)).rejects.toThrow();
		expect(await pictureAt(attempt)).toBeNull();
	});
});

describe('a body', () => {
	const request = (body: BodyInit, headers = {}) =>
		new Request('https://exam.example.cn/', { method: 'PUT', body, headers });
	test('is read up to its limit, whatever it says of itself', async () => {
		expect(await readBody(request(new Uint8Array(10)), 10)).toEqual(new Uint8Array(10));
		expect(await readBody(request(new Uint8Array(11)), 10)).toBeNull();
		expect(await readBody(request(new Uint8Array(2), { 'content-length': '11' }), 10)).toBeNull();
		const cut = new ReadableStream({ start: (stream) => stream.error(new Error('cut')) });
		const half = { method: 'PUT', body: cut, duplex: 'half' } as RequestInit;
		expect(await readBody(new Request('https://exam.example.cn/', half), 10)).toBeNull();
	});
});
