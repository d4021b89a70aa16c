// What devices say of themselves every few seconds, and their pictures, do not wait for the database's disk, which lets
// one announcement through at a time; what is in the log does. Real database.
import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { attemptsOn } from '../../attempt/testing/attempts-on.ts';
import { BEFORE, swept } from '../../attempt/testing/events.ts';
import { openLease, openPhone } from '../../attempt/testing/leases.ts';
import { addCandidates } from '../../attempt/testing/roster.ts';
import { writeReports } from '../../evidence/server/phone-report.repository.ts';
import { report } from '../../evidence/testing/live-process.ts';
import { smallJpeg } from '../../evidence/testing/small-jpeg.ts';
import { startDesktopReports } from '../../invigilation/server/desktop-reports.ts';
import { testDatabase } from '../../server/testing/database.ts';
import { silentLog } from '../../shared/log.ts';
import { temporaryFolder } from '../../upload/testing/temporary-folder.ts';
import { PICTURE_TRACKS } from '../staff-wire.ts';
import { createPictureFiles } from './picture-files.ts';
import { createPictures } from './pictures.ts';

const { db } = await testDatabase();
const clock = { now: () => BEFORE };
const { writer, service } = attemptsOn(db, clock);
const { candidates } = await addCandidates(db, 1);
const folder = await temporaryFolder();
afterAll(() => folder.remove());
const pictures = createPictures({ db, clock, files: createPictureFiles(folder.path) });

const desktop = await openLease({ writer, clock, service }, candidates[0] ?? '');
const phone = await openPhone({ writer, clock }, desktop.attempt);
const { attempt } = desktop;

/** How each commit that touches these tables is made, as it stands when it is made. */
await sql`create table commits (of_table text, waits text)`.execute(db);
await sql`create function note_commit() returns trigger language plpgsql as $$ begin
	insert into commits values (tg_table_name, current_setting('synchronous_commit')); return null;
end $$`.execute(db);
for (const table of ['desktop_reports', 'phone_reports', 'attempt_events'])
	await sql`create constraint trigger note_commit after insert or update on ${sql.table(table)}
		deferrable initially deferred for each row execute function note_commit()`.execute(db);

const rows = async (): Promise<unknown[]> =>
	(await sql`select of_table, waits from commits`.execute(db)).rows;

async function commitsOf(work: () => Promise<unknown>): Promise<unknown[]> {
	await sql`delete from commits`.execute(db);
	await work();
	return rows();
}

test('[I1] pictures and words of devices are committed without waiting, the log with it, on the same connections', async () => {
	const said = { attempt, lease: phone.lease, at: BEFORE, filming: true, report: report() };
	const ofPhone = [{ of_table: 'phone_reports', waits: 'off' }];
	const ofDesktop = [{ of_table: 'desktop_reports', waits: 'off' }];
	expect(await commitsOf(() => writeReports(db, [said]))).toEqual(ofPhone);
	for (const track of PICTURE_TRACKS) {
		const grant = track === 'evidence' ? phone : ({ ...desktop, scope: 'attempt' } as const);
		const put = () => pictures.put(grant, track, smallJpeg(1));
		expect(await commitsOf(put)).toEqual(track === 'evidence' ? ofPhone : ofDesktop);
	}
	const log = await commitsOf(() => writer.apply(attempt, swept()));
	expect(log).toEqual([{ of_table: 'attempt_events', waits: 'on' }]);
});

test('[I1] so are the words of computers', async () => {
	const reports = startDesktopReports({ db, clock, log: silentLog, everyMs: 10 });
	const word = { battery: null, savedTo: null, safeTo: null, backlogBytes: 1, roundTripMs: null };
	const waits = await commitsOf(async () => {
		reports.heard(desktop, word);
		await expect.poll(async () => (await rows()).length).toBeGreaterThan(0);
	});
	await reports.stop();
	expect(waits).toEqual([{ of_table: 'desktop_reports', waits: 'off' }]);
});
