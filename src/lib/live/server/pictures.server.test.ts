// Small pictures of the candidate's computer, from its upload to a page of staff: files, PostgreSQL, several processes.
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { attemptsOn } from '../../attempt/testing/attempts-on.ts';
import { BEFORE, ENDS_AT, uuid } from '../../attempt/testing/events.ts';
import { openLease, openPhone } from '../../attempt/testing/leases.ts';
import { addCandidates } from '../../attempt/testing/roster.ts';
import { writeReports } from '../../evidence/server/phone-report.repository.ts';
import { report } from '../../evidence/testing/live-process.ts';
import { smallJpeg } from '../../evidence/testing/small-jpeg.ts';
import { testDatabase } from '../../server/testing/database.ts';
import { silentLog } from '../../shared/log.ts';
import { ok } from '../../shared/result.ts';
import { temporaryFolder } from '../../upload/testing/temporary-folder.ts';
import { MAX_PICTURE_BYTES } from '../small-picture.ts';
import { PICTURE_TRACKS, type PushedPicture } from '../staff-wire.ts';
import { startDatabaseFeed } from './database-feed.ts';
import { PICTURE_CHANNEL } from './picture.repository.ts';
import { createPictureFiles } from './picture-files.ts';
import { createPictureRelay } from './picture-relay.ts';
import { startPictureSweep } from './picture-sweep.ts';
import { createPictures } from './pictures.ts';

const { db, url } = await testDatabase();
let now = BEFORE;
const clock = { now: () => now };
const { writer, service } = attemptsOn(db, clock);
const { candidates } = await addCandidates(db, 30);
const folder = await temporaryFolder();
afterAll(() => folder.remove());
const files = createPictureFiles(folder.path);
const pictures = createPictures({ db, clock, files });
const [first, second] = [smallJpeg(1), smallJpeg(2)];
/** Its frame says that it is so large. */
function sized(width: number, height: number): Uint8Array {
	const bytes = smallJpeg(1);
	const frame = bytes.findIndex((byte, at) => byte === 0xff && bytes[at + 1] === 0xc0);
	new DataView(bytes.buffer).setUint16(frame + 5, height);
	new DataView(bytes.buffer).setUint16(frame + 7, width);
	return bytes;
}

beforeEach(() => {
	now = BEFORE;
});

async function computer(candidate = candidates.pop() ?? '') {
	const opened = await openLease({ writer, clock, service }, candidate);
	return { ...opened, candidate, scope: 'attempt' } as const;
}
const rowOf = (attempt: string) =>
	db.selectFrom('desktop_reports').selectAll().where('attempt_id', '=', attempt).executeTakeFirst();
const refused = (code: string) => ({ ok: false, error: { code } });

describe('[I1] a small picture of the computer', () => {
	test('the last of each track stays, with its time, whether or not the computer has said a word', async () => {
		const desktop = await computer();
		expect(await pictures.get(desktop.attempt, 'camera')).toBeNull();
		expect(await pictures.put(desktop, 'camera', first)).toEqual(ok(undefined));
		expect(await pictures.get(desktop.attempt, 'screen')).toBeNull();
		now += 2000;
		expect(await pictures.put(desktop, 'screen', first)).toEqual(ok(undefined));
		expect(await pictures.put(desktop, 'camera', second)).toEqual(ok(undefined));
		const [camera, screen] = [
			await pictures.get(desktop.attempt, 'camera'),
			await pictures.get(desktop.attempt, 'screen')
		];
		expect(camera).toEqual({ bytes: Buffer.from(second), at: BEFORE + 2000 });
		expect(screen).toEqual({ bytes: Buffer.from(first), at: BEFORE + 2000 });
		expect(await rowOf(desktop.attempt)).toMatchObject({ lease_id: desktop.lease });
		const kept = (await readdir(join(folder.path, 'pictures'))).sort();
		expect(kept).toEqual([`${desktop.attempt}.camera.jpg`, `${desktop.attempt}.screen.jpg`]);
	});

	test('leaves what the computer has said as it is', async () => {
		const desktop = await computer();
		const said = { ...{ battery: null, savedTo: 1, safeTo: 1 }, backlogBytes: 7, roundTripMs: 9 };
		await db
			.insertInto('desktop_reports')
			.values({
				...{ attempt_id: desktop.attempt, lease_id: desktop.lease, heard_at: BEFORE - 5 },
				...{ report: JSON.stringify(said), camera_at: null, screen_at: null }
			})
			.execute();
		await pictures.put(desktop, 'camera', first);
		expect(await rowOf(desktop.attempt)).toMatchObject({
			...{ heard_at: BEFORE - 5, report: said, camera_at: BEFORE }
		});
	});

	test('is taken every two seconds for each track, of several at once one, by whatever process', async () => {
		const desktop = await computer();
		const elsewhere = createPictures({ db, clock, files });
		const many = await Promise.all(
			Array.from({ length: 5 }, () => pictures.put(desktop, 'camera', first))
		);
		expect(many.filter((put) => put.ok)).toHaveLength(1);
		expect(await pictures.put(desktop, 'screen', first)).toEqual(ok(undefined));
		now += 1500;
		for (const process of [pictures, elsewhere])
			expect(await process.put(desktop, 'camera', second)).toMatchObject(
				refused('picture.too-soon')
			);
		now += 500;
		expect(await elsewhere.put(desktop, 'camera', second)).toEqual(ok(undefined));
	});

	test('a clock that was set back holds up none', async () => {
		const desktop = await computer();
		now += 60_000;
		await pictures.put(desktop, 'camera', first);
		now = BEFORE;
		expect(await pictures.put(desktop, 'camera', second)).toEqual(ok(undefined));
	});

	test.each([
		['a page', new TextEncoder().encode('<html>')],
		['half a picture', first.slice(0, -40)],
		['a large one', smallJpeg(1, MAX_PICTURE_BYTES.camera)],
		['few bytes that say they are enormous', sized(9000, 9000)],
		['one as large as a screen’s may be', sized(640, 360)]
	])('%s is none', async (_what, bytes) => {
		const desktop = await computer();
		expect(await pictures.put(desktop, 'camera', bytes)).toMatchObject(refused('picture.invalid'));
		expect(await rowOf(desktop.attempt)).toBeUndefined();
	});

	test('of a screen may be twice what is made, of a phone upright', async () => {
		const desktop = await computer();
		const phone = await openPhone({ writer, clock }, desktop.attempt);
		expect(await pictures.put(desktop, 'screen', sized(641, 360))).toMatchObject(
			refused('picture.invalid')
		);
		expect(await pictures.put(desktop, 'screen', sized(640, 360))).toEqual(ok(undefined));
		expect(await pictures.put(phone, 'evidence', sized(320, 1500))).toMatchObject(
			refused('evidence.picture-invalid')
		);
		expect(await pictures.put(phone, 'evidence', sized(320, 694))).toEqual(ok(undefined));
	});

	test('[C8] of a computer that was replaced is not taken, and not shown for the next one’s', async () => {
		const desktop = await computer();
		await pictures.put(desktop, 'camera', first);
		await pictures.put(desktop, 'screen', first);
		const next = await computer(desktop.candidate);
		now += 2000;
		expect(await pictures.put(desktop, 'camera', second)).toMatchObject(
			refused('attempt.lease-closed')
		);
		expect(await pictures.put(next, 'camera', second)).toEqual(ok(undefined));
		expect(await pictures.get(desktop.attempt, 'screen')).toBeNull();
		expect(await rowOf(desktop.attempt)).toMatchObject({ lease_id: next.lease, heard_at: now });
	});

	test('[C8] is gone at the moment another computer takes over, and a phone’s when it is unpaired or replaced', async () => {
		const desktop = await computer();
		const phone = await openPhone({ writer, clock }, desktop.attempt);
		const spoke = ({ attempt, lease }: typeof phone) =>
			writeReports(db, [{ attempt, lease, at: now, filming: true, report: report() }]);
		const shown = async () =>
			(
				await Promise.all(
					PICTURE_TRACKS.map((track) => pictures.get(desktop.attempt, track).then(Boolean))
				)
			).join();
		await spoke(phone);
		for (const [grant, track] of [
			[desktop, 'camera'],
			[desktop, 'screen'],
			[phone, 'evidence']
		] as const)
			expect(await pictures.put(grant, track, first)).toEqual(ok(undefined));
		expect(await shown()).toBe('true,true,true');
		await computer(desktop.candidate);
		expect(await shown()).toBe('false,false,true');
		await writer.apply(desktop.attempt, {
			...{ type: 'lease.closed', data: { lease: phone.lease, reason: 'staff' } }
		});
		expect(await shown()).toBe('false,false,false');
		const next = await openPhone({ writer, clock }, desktop.attempt);
		expect(await shown()).toBe('false,false,false');
		await spoke(next);
		now += 2000;
		await pictures.put(next, 'evidence', second);
		await openPhone({ writer, clock }, desktop.attempt);
		expect(await shown()).toBe('false,false,false');
	});

	test('a phone’s lease sends none for the camera, another attempt’s none at all', async () => {
		const [desktop, other] = [await computer(), await computer()];
		const phone = await openPhone({ writer, clock }, desktop.attempt);
		const stranger = { ...other, attempt: desktop.attempt };
		for (const grant of [phone, stranger, { ...desktop, attempt: uuid(7) }])
			expect(await pictures.put(grant, 'camera', first)).toMatchObject(
				refused('attempt.lease-closed')
			);
		expect(await rowOf(desktop.attempt)).toBeUndefined();
	});
});

describe('[I1] across processes', () => {
	const feeds: { stop(): Promise<void> }[] = [];
	afterEach(() => Promise.all(feeds.splice(0).map((feed) => feed.stop())));

	/** A process whose staff look at these attempts. */
	async function process(looked: readonly string[]) {
		const sent: [PushedPicture, Buffer][] = [];
		const relay = createPictureRelay({
			...{ files, log: silentLog },
			audience: {
				lookers: (attempt) => looked.includes(attempt),
				sendPicture: (header, bytes) => sent.push([header, Buffer.from(bytes)])
			}
		});
		const heard = Promise.withResolvers<undefined>();
		const events = {
			listening: [{ [PICTURE_CHANNEL]: relay }],
			listens: () => heard.resolve(undefined)
		};
		feeds.push(startDatabaseFeed(url, silentLog, events));
		await heard.promise;
		return sent;
	}

	test('a picture is with the staff who look at that attempt, wherever they are, and with nobody else', async () => {
		const [seen, other] = [await computer(), await computer()];
		const [here, there] = [await process([seen.attempt]), await process([seen.attempt])];
		const elsewhere = await process([other.attempt]);
		await pictures.put(other, 'camera', first);
		await pictures.put(seen, 'screen', second);
		const pushed = [
			{ attempt: seen.attempt, track: 'screen', at: now, type: 'image/jpeg' },
			Buffer.from(second)
		];
		for (const sent of [here, there]) await expect.poll(() => sent).toEqual([pushed]);
		await expect.poll(() => elsewhere).toMatchObject([[{ attempt: other.attempt }, {}]]);
	});

	test('[C11] a phone’s goes the same way', async () => {
		const desktop = await computer();
		const phone = await openPhone({ writer, clock }, desktop.attempt);
		const said = { attempt: phone.attempt, lease: phone.lease, at: now, filming: true };
		await writeReports(db, [{ ...said, report: report() }]);
		const sent = await process([desktop.attempt]);
		await pictures.put(phone, 'evidence', first);
		await expect
			.poll(() => sent)
			.toMatchObject([[{ track: 'evidence', type: 'image/jpeg' }, Buffer.from(first)]]);
	});

	test('what has been cleared away, or is of a newer build, is left out', async () => {
		const desktop = await computer();
		const sent: PushedPicture[] = [];
		const relay = createPictureRelay({
			...{ files, log: silentLog },
			audience: { lookers: () => true, sendPicture: (header) => sent.push(header) }
		});
		await pictures.put(desktop, 'camera', first);
		for (const payload of ['', `${uuid(3)} camera 5`, `${desktop.attempt} microphone 5`])
			relay(payload);
		relay(`${desktop.attempt} camera 5`);
		await expect.poll(() => sent.length).toBeGreaterThan(0);
		expect(sent).toEqual([
			{ attempt: desktop.attempt, track: 'camera', at: 5, type: 'image/jpeg' }
		]);
	});
});

describe('[I1] an hour after the end', () => {
	test('pictures go with what was left half written; those of others stay', async () => {
		const sweep = startPictureSweep({ db, clock, log: silentLog, files, everyMs: 2 ** 30 });
		const [over, running] = [await computer(), await computer()];
		for (const desktop of [over, running]) await pictures.put(desktop, 'camera', first);
		await files.keep(uuid(0xdead), 'camera', first);
		await writeFile(join(folder.path, 'pictures', `${over.attempt}.screen.jpg.half`), '');
		now = ENDS_AT;
		await writer.apply(over.attempt, { type: 'interview.ended', data: { at: now, by: 'staff' } });
		await sweep.round();
		expect(await pictures.get(over.attempt, 'camera')).not.toBeNull();
		now += 3_600_000;
		await sweep.round();
		expect(await pictures.get(over.attempt, 'camera')).toBeNull();
		expect(await rowOf(over.attempt)).toMatchObject({ camera_at: null });
		expect(await pictures.get(running.attempt, 'camera')).not.toBeNull();
		const left = await readdir(join(folder.path, 'pictures'));
		expect(left.filter((name) => name.startsWith(over.attempt))).toEqual([]);
		expect(left).not.toContain(`${uuid(0xdead)}.camera.jpg`);
		await sweep.stop();
	});

	test('a server that has never had one sweeps nothing', async () => {
		const none = createPictureFiles(join(folder.path, 'never'));
		const sweep = startPictureSweep({ db, clock, log: silentLog, files: none, everyMs: 2 ** 30 });
		expect(await sweep.round()).toBe(0);
		await sweep.stop();
	});
});
