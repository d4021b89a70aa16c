import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AccessDenied, LoginRequired } from '../../accounts/access.ts';
import type { Person } from '../../accounts/permissions.ts';
import { createAudit } from '../../accounts/server/audit.ts';
import { silentLog } from '../../shared/log.ts';
import { testDatabase } from '../../server/testing/database.ts';
import {
	seedAttempt,
	seedPart,
	seedRoom,
	seedStaff,
	STARTS_AT,
	type SeededAttempt
} from '../testing/seed.ts';
import { filmResponse } from './film-response.ts';
import { filmType } from './film-type.ts';
import { createFilmService, type Film } from './film.service.ts';
import { partPaths } from './part-paths.ts';
import { startRemux } from './remux.service.ts';

const MINUTE_MS = 60_000;
const ADDRESS = '192.0.2.7';

const { db } = await testDatabase();
const folder = await mkdtemp(join(tmpdir(), 'duimian-film-'));
const paths = partPaths(folder);
let now = STARTS_AT;
const clock = { now: () => now };
const films = createFilmService({ db, paths, clock, audit: createAudit(db, clock) });

const people = {} as Record<'own' | 'other' | 'auditor' | 'administrator' | 'examiner', Person>;
let owner: SeededAttempt;
let part: string;
let unfinished: string;

beforeAll(async () => {
	const room = await seedRoom(db);
	const elsewhere = await seedRoom(db, '第 2 考场');
	people.own = await seedStaff(db, 'invigilator', room);
	people.other = await seedStaff(db, 'invigilator', elsewhere);
	people.auditor = await seedStaff(db, 'auditor', null);
	people.administrator = await seedStaff(db, 'administrator', null);
	people.examiner = await seedStaff(db, 'examiner', null);
	owner = await seedAttempt(db, room, '测试考生甲');
	const bytes = 'tests/fixtures/camera-6s.webm';
	part = await seedPart(db, owner, { bytes }, paths);
	unfinished = await seedPart(db, owner, { bytes, verified: false }, paths);
	const remux = startRemux({ db, paths, clock, log: silentLog });
	await remux.idle();
	await remux.close();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const looks = () =>
	db
		.selectFrom('audit_log')
		.select(['account_id', 'action', 'target', 'address'])
		.orderBy('id')
		.execute();

async function openFilm(): Promise<Film> {
	const film = await films.open(part, { person: people.own, address: ADDRESS });
	if (!film.ok) throw new Error(film.error.code);
	return film.value;
}

test('[E4] only the room’s invigilator and the auditor see a recording', async () => {
	const as = (person: Person | null) => films.open(part, { person, address: ADDRESS });
	await expect(as(null)).rejects.toThrow(LoginRequired);
	for (const person of [people.other, people.administrator, people.examiner])
		await expect(as(person)).rejects.toThrow(AccessDenied);
	expect(await looks()).toEqual([]);
	expect((await as(people.own)).ok).toBe(true);
	expect((await as(people.auditor)).ok).toBe(true);
});

test('[A4] each look is in the audit log, once per person, part and ten minutes', async () => {
	const before = (await looks()).length;
	now += 11 * MINUTE_MS;
	for (let n = 0; n < 5; n++) await openFilm();
	now += 9 * MINUTE_MS;
	await openFilm();
	now += 2 * MINUTE_MS;
	await openFilm();
	const line = {
		account_id: people.own.account,
		action: 'recording.viewed',
		target: `part:${part}`,
		address: ADDRESS
	};
	expect((await looks()).slice(before)).toEqual([line, line]);
});

test('[E4] a part that is not seekable yet is refused, an unknown one is not found', async () => {
	const open = (id: string) => films.open(id, { person: people.auditor, address: ADDRESS });
	expect(await open(unfinished)).toMatchObject({ error: { code: 'part.not-playable' } });
	expect(await open(crypto.randomUUID())).toMatchObject({ error: { code: 'part.not-found' } });
	expect(await open("x' or 1=1")).toMatchObject({ error: { code: 'part.not-found' } });
});

const ask = async (headers: Record<string, string> = {}, method = 'GET'): Promise<Response> =>
	filmResponse(new Request('http://x/film', { headers, method }), await openFilm());

test('[E4] the film is served whole and in ranges, and stays out of caches', async () => {
	const bytes = await readFile(paths.film(owner.attempt, part));
	const whole = await ask();
	expect(whole.status).toBe(200);
	expect(whole.headers.get('cache-control')).toBe('private, no-store');
	expect(whole.headers.get('content-type')).toBe('video/webm');
	expect(Buffer.from(await whole.arrayBuffer())).toEqual(bytes);

	const middle = await ask({ range: 'bytes=1000-1999' });
	expect(middle.status).toBe(206);
	expect(middle.headers.get('content-range')).toBe(`bytes 1000-1999/${String(bytes.length)}`);
	expect(Buffer.from(await middle.arrayBuffer())).toEqual(bytes.subarray(1000, 2000));

	const tail = await ask({ range: 'bytes=-10' });
	expect(Buffer.from(await tail.arrayBuffer())).toEqual(bytes.subarray(-10));
});

test('[P4] a film is called what it is, not what its part was: H.264 in Matroska is shown as mp4', async () => {
	const bytes = 'tests/fixtures/evidence-cut.mkv';
	const mime = 'video/x-matroska;codecs=avc1,opus';
	const id = await seedPart(db, owner, { bytes, mime, track: 'evidence' }, paths);
	const remux = startRemux({ db, paths, clock, log: silentLog });
	await remux.idle();
	await remux.close();
	const film = await films.open(id, { person: people.auditor, address: ADDRESS });
	expect(film.ok && film.value.contentType).toBe('video/mp4');
	// films of before, and what is no film of ours
	expect(await filmType(bytes)).toBe('video/x-matroska');
	expect(await filmType('package.json')).toBe('application/octet-stream');
});

test('[E4] ranges beyond the end answer 416; of an older film, several, or nonsense answer the whole', async () => {
	const { etag, bytes } = await openFilm();
	const beyond = await ask({ range: `bytes=${String(bytes)}-` });
	expect(beyond.status).toBe(416);
	expect(beyond.headers.get('content-range')).toBe(`bytes */${String(bytes)}`);
	for (const headers of [
		{ range: 'bytes=0-9', 'if-range': '"older"' },
		{ range: 'bytes=0-9,20-29' },
		{ range: 'lines=1-2' }
	]) {
		const response = await ask(headers);
		expect(response.status).toBe(200);
		await response.body?.cancel();
	}
	const same = await ask({ range: 'bytes=0-9', 'if-range': etag });
	expect(same.status).toBe(206);
	await same.body?.cancel();
});

test('[E4] HEAD tells the length and sends nothing', async () => {
	const head = await ask({}, 'HEAD');
	expect(head.headers.get('content-length')).toBe(String((await openFilm()).bytes));
	expect(head.body).toBeNull();
});

test('[E4] a look that ends early closes the file', async () => {
	const end = new AbortController();
	const request = new Request('http://x/film', { signal: end.signal });
	const reader = filmResponse(request, await openFilm()).body?.getReader();
	end.abort();
	await expect(readAll(reader)).rejects.toThrow();
});

async function readAll(reader: ReadableStreamDefaultReader<Uint8Array> | undefined): Promise<void> {
	while (reader && !(await reader.read()).done);
}
