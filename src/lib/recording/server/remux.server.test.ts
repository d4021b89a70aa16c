import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
	EncodedPacketSink,
	FilePathSource,
	Input,
	MATROSKA,
	MP4,
	WEBM,
	type InputTrack
} from 'mediabunny';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { silentLog } from '../../shared/log.ts';
import { testDatabase } from '../../server/testing/database.ts';
import { seedAttempt, seedPart, seedRoom, STARTS_AT, type SeededAttempt } from '../testing/seed.ts';
import { partPaths } from './part-paths.ts';
import { remuxLane, remuxWorkerUrl, type RemuxLane } from './remux-lane.ts';
import { REMUX_TRIES, startRemux, type RemuxService } from './remux.service.ts';

const WEBM_6S = 'tests/fixtures/camera-6s.webm';
const MP4_6S = 'tests/fixtures/camera-6s.mp4';

const { db } = await testDatabase();
const folder = await mkdtemp(join(tmpdir(), 'duimian-remux-'));
const paths = partPaths(folder);
let owner: SeededAttempt;
let service: RemuxService | null = null;

const start = (extra: Partial<Parameters<typeof startRemux>[0]> = {}): RemuxService =>
	(service = startRemux({
		db,
		paths,
		clock: { now: () => STARTS_AT },
		log: silentLog,
		retryAfterMs: 20,
		...extra
	}));
const row = (id: string) =>
	db.selectFrom('parts').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

beforeAll(async () => {
	owner = await seedAttempt(db, await seedRoom(db), '测试考生甲');
});
afterEach(async () => {
	await service?.close();
	service = null;
	await db.deleteFrom('parts').execute();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('[C15] verified parts become seekable: same packets, an index and a length', async () => {
	const webm = await seedPart(db, owner, { bytes: WEBM_6S }, paths);
	const mp4 = await seedPart(db, owner, { bytes: MP4_6S, mime: 'video/mp4' }, paths);
	const unfinished = await seedPart(db, owner, { bytes: WEBM_6S, verified: false }, paths);
	await start().idle();

	for (const [id, format] of [
		[webm, WEBM],
		[mp4, MP4]
	] as const) {
		const { duration_ms, seekable_at, remux_error } = await row(id);
		expect(remux_error).toBeNull();
		expect(seekable_at).toBe(STARTS_AT);
		expect(duration_ms).toBeGreaterThan(5900);
		expect(duration_ms).toBeLessThan(6100);
		const source = new FilePathSource(paths.film(owner.attempt, id));
		using input = new Input({ source, formats: [format] });
		expect(await input.getDurationFromMetadata()).toBeCloseTo(Number(duration_ms) / 1000, 1);
		expect(await input.getFirstTimestamp()).toBe(0);
	}
	expect((await row(unfinished)).seekable_at).toBeNull();
	// the index that the recording lacks: EBML id 1C53BB6B, Cues
	const cues = Buffer.from('1c53bb6b', 'hex');
	expect((await readFile(WEBM_6S)).includes(cues)).toBe(false);
	expect((await readFile(paths.film(owner.attempt, webm))).includes(cues)).toBe(true);
	// evidence stays as it was sent
	expect(await readFile(paths.raw(owner.attempt, webm))).toEqual(await readFile(WEBM_6S));
	const left = await readdir(paths.folder(owner.attempt));
	expect(left.filter((name) => name.endsWith('.tmp'))).toEqual([]);
});

test('[C15] empty, header-only and foreign bytes are tried three times and hold nobody up', async () => {
	const whole = await readFile(WEBM_6S);
	const contents = [new Uint8Array(), whole.subarray(0, 300), new Uint8Array(5000).fill(7)];
	const bad: string[] = [];
	for (const bytes of contents) bad.push(await seedPart(db, owner, { bytes }, paths));
	const good = await seedPart(db, owner, { bytes: WEBM_6S }, paths);
	start();
	for (const id of bad) {
		await expect.poll(async () => (await row(id)).remux_tries).toBe(REMUX_TRIES);
		expect(await row(id)).toMatchObject({ seekable_at: null, duration_ms: null });
		expect((await row(id)).remux_error).toMatch(/NoFilm/);
	}
	expect((await row(good)).seekable_at).not.toBeNull();
});

test('[C15] a part cut off in the middle of a slice keeps everything before the cut', async () => {
	const whole = await readFile(WEBM_6S);
	const cut = await seedPart(db, owner, { bytes: whole.subarray(0, 30_001) }, paths);
	await start().idle();
	expect((await row(cut)).duration_ms).toBeGreaterThan(3500);
	expect((await stat(paths.film(owner.attempt, cut))).size).toBeGreaterThan(25_000);
});

/** What is seen and heard, whatever container it lies in. */
async function unitsOf(path: string): Promise<string[]> {
	using input = new Input({ source: new FilePathSource(path), formats: [MATROSKA, MP4] });
	const found: string[] = [];
	for (const track of await input.getTracks()) {
		const split = await splitting(track);
		for await (const { data } of new EncodedPacketSink(track).packets())
			for (const unit of split(Buffer.from(data)))
				found.push(createHash('sha256').update(unit).digest('hex'));
	}
	return found.sort();
}

/** H.264 stands between start codes (Annex B), or behind lengths, when a description goes before it (ISO 14496-15). */
async function splitting(track: InputTrack): Promise<(data: Buffer) => Buffer[]> {
	if (!track.isVideoTrack()) return (data) => [data];
	const config = await track.getDecoderConfig();
	return config?.description === undefined ? betweenStartCodes : behindLengths;
}

const betweenStartCodes = (data: Buffer): Buffer[] =>
	data
		.toString('hex')
		.replaceAll(/../g, '$& ')
		.split(/(?:00 )?00 00 01 /)
		.slice(1)
		.map((unit) => Buffer.from(unit.replaceAll(' ', ''), 'hex'));

function behindLengths(data: Buffer): Buffer[] {
	const units: Buffer[] = [];
	for (let at = 0; at < data.length;) {
		const end = at + 4 + data.readUInt32BE(at);
		units.push(data.subarray(at + 4, end));
		at = end;
	}
	return units;
}

test('[P4] a phone’s H.264 that was killed without an end is copied to its last packet, into a film for every browser', async () => {
	const cuts = [
		['tests/fixtures/evidence-cut.mkv', 'video/x-matroska;codecs=avc1,opus', 5600, MP4],
		['tests/fixtures/evidence-cut.mp4', 'video/mp4;codecs=avc1.42E01E,opus', 4000, MP4]
	] as const;
	for (const [bytes, mime, atLeastMs, container] of cuts) {
		const id = await seedPart(db, owner, { bytes, mime, track: 'evidence' }, paths);
		await start().idle();
		const { duration_ms, remux_error } = await row(id);
		expect(remux_error).toBeNull();
		expect(duration_ms).toBeGreaterThan(atLeastMs);
		const path = paths.film(owner.attempt, id);
		// Firefox and Safari play no Matroska
		using input = new Input({ source: new FilePathSource(path), formats: [container] });
		expect(await input.canRead()).toBe(true);
		const film = await unitsOf(path);
		expect(film.length).toBeGreaterThan(150);
		expect(film).toEqual(await unitsOf(bytes));
		await service?.close();
	}
});

test('[P4] mp4 torn in the middle of a fragment keeps the fragments before it', async () => {
	const whole = await readFile('tests/fixtures/evidence-cut.mp4');
	const bytes = whole.subarray(0, 36_000);
	const torn = await seedPart(db, owner, { bytes, mime: 'video/mp4', track: 'evidence' }, paths);
	await start().idle();
	expect(await row(torn)).toMatchObject({ remux_error: null });
	expect((await row(torn)).duration_ms).toBeGreaterThan(3000);
});

test('[C15] a worker that dies costs one try; the next one finishes the part', async () => {
	const id = await seedPart(db, owner, { bytes: WEBM_6S }, paths);
	let deaths = 0;
	const dyingOnce = (): RemuxLane => {
		const lane = remuxLane(remuxWorkerUrl());
		return {
			...lane,
			run(job) {
				const result = lane.run(job);
				if (deaths++ === 0) void lane.close();
				return result;
			}
		};
	};
	start({ makeLane: dyingOnce });
	await expect.poll(async () => (await row(id)).seekable_at).not.toBeNull();
	expect((await row(id)).remux_tries).toBe(2);
});

test('[C15] two processes share the queue: each part is copied once', async () => {
	const ids: string[] = [];
	for (let n = 0; n < 6; n++) ids.push(await seedPart(db, owner, { bytes: WEBM_6S }, paths));
	const other = startRemux({ db, paths, clock: { now: () => 1 }, log: silentLog });
	const own = start({ lanes: 2 });
	await Promise.all([other.idle(), own.idle()]);
	for (const id of ids) expect(await row(id)).toMatchObject({ remux_tries: 1, remux_error: null });
	await other.close();
});
