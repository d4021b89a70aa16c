import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, describe, expect, test } from 'vitest';
import { createAudit } from '../../accounts/server/audit.ts';
import { createMasterKey, newMasterKey } from '../../server/sealing/master-key.ts';
import type { Db } from '../../server/db/database.ts';
import { fakeFaces } from '../../identity/testing/fake-faces.ts';
import { testDatabase } from '../../server/testing/database.ts';
import { readJson } from '../exam-file-text.ts';
import { faultLine } from '../exam-file-words.ts';
import { sampleExam } from '../sample/sample-exam.ts';
import { changed, examFile, FILE_NOW } from '../testing/exam-files.ts';
import { exportExam } from './exam-export.service.ts';
import { createExamImport, type ImportOptions } from './exam-import.service.ts';
import { createExamPapers } from './exam-papers.ts';
import { readPictures } from './file-pictures.ts';

const here = await testDatabase();
const elsewhere = await testDatabase();
const clock = { now: () => FILE_NOW };
const papers = createExamPapers(createMasterKey(newMasterKey()));
/** Hashing has its own tests. */
const passwords = { hash: async (password: string) => `hash of ${password}` };
const faces = fakeFaces();

const importerOf = (db: Db) =>
	createExamImport({ db, clock, passwords, papers, faces, usableBytes: async () => 1e15 });
const importInto = importerOf(here.db);

async function imported(file: unknown, options?: ImportOptions) {
	const result = await importInto(file, options);
	if (!result.ok) throw new Error(result.error.map(faultLine).join('\n'));
	return result.value;
}
async function exported(db: Db, code: string, evenSealed = true) {
	const result = await exportExam({ db, clock, audit: createAudit(db, clock), papers }, code, {
		evenSealed
	});
	if (!result.ok) throw new Error(result.error.code);
	return result.value;
}
const LAST = ['sittings', 1, 'rooms', 1, 'candidates', 0];
const LAST_PLACE = 'sittings[1].rooms[1].candidates[0]';

await imported(examFile('A'));

describe('[A2] export', () => {
	test('import, export, import elsewhere: the same file again', async () => {
		const first = await exported(here.db, 'EXAMA');
		const again = JSON.parse(JSON.stringify(first)) as unknown;
		const result = await importerOf(elsewhere.db)(again);
		expect(result).toMatchObject({ ok: true, value: { outcome: 'created' } });
		const second = await exported(elsewhere.db, 'EXAMA');
		expect(JSON.stringify(second)).toBe(JSON.stringify(first));
		expect(JSON.stringify(second)).not.toMatch(/"password"|hash of/);
	});

	test('[C14] exemptions come back as they went in, and another one is another exam', async () => {
		const exempting = (tag: string, exempt: unknown) =>
			changed(examFile(tag), [...LAST, 'exempt'], exempt);
		const last = async () =>
			(await exported(here.db, 'EXAMX')).sittings[1]?.rooms[1]?.candidates[0]?.exempt;
		expect((await imported(exempting('X', ['sweep', 'phone']))).outcome).toBe('created');
		expect(await last()).toEqual(['phone', 'sweep']);
		const again = JSON.parse(JSON.stringify(await exported(here.db, 'EXAMX'))) as unknown;
		expect((await imported(again)).outcome).toBe('unchanged');
		expect((await imported(exempting('X', ['sweep']))).outcome).toBe('replaced');
		expect(await last()).toEqual(['sweep']);
	});

	test('[C27] the watch comes back as it went in; an exam that was imported before it has the standard', async () => {
		const watching = (watch: unknown) => changed(examFile('W'), ['exam', 'rules', 'watch'], watch);
		const written = async () => (await exported(here.db, 'EXAMW')).exam.rules?.watch;
		const own = {
			preset: 'strict',
			kinds: { copied: { severity: 'attention', graceSeconds: 0.5 } }
		};
		expect((await imported(watching(own))).outcome).toBe('created');
		expect(await written()).toEqual(own);
		const again = JSON.parse(JSON.stringify(await exported(here.db, 'EXAMW'))) as unknown;
		expect((await imported(again)).outcome).toBe('unchanged');
		expect((await imported(watching('standard'))).outcome).toBe('replaced');
		await sql`update exams set rules = (rules::jsonb - 'watch')::json
			where code = 'EXAMW'`.execute(here.db);
		expect(await written()).toBe('standard');
		expect((await imported(watching(undefined))).outcome).toBe('unchanged');
	});

	test('[A1] papers stay shut before the start, unless asked for; each opening is on record', async () => {
		const shut = await exportExam(
			{ db: here.db, clock, audit: createAudit(here.db, clock), papers },
			'EXAMA'
		);
		expect(shut).toEqual({ ok: false, error: { code: 'sealed', sittings: ['M1A'] } });
		const opened = async () =>
			here.db
				.selectFrom('audit_log')
				.select('target')
				.where('action', '=', 'paper.opened')
				.execute();
		const before = (await opened()).length;
		const file = await exported(here.db, 'EXAMA');
		expect(file.sittings[0]?.paper?.pages[1]?.questions[0]?.markdown).toMatchObject({
			'zh-CN': '看图。\n\n![图](one.png)'
		});
		expect(await opened()).toHaveLength(before + 1);
		expect(await opened()).toContainEqual({ target: expect.stringMatching(/^sitting:/) });
	});
});

test('[A2] the example of docs/spec/exam-file.md and the sample of the demo are imported whole', async () => {
	const folder = join(import.meta.dirname, '../../../../docs/examples');
	const json = readJson(await readFile(join(folder, 'exam.json')));
	if (!json.ok) throw new Error(faultLine(json.error));
	const { input, faults } = await readPictures(json.value, folder);
	expect(faults).toEqual([]);
	expect((await imported(input)).logins).toHaveLength(9);
	const times = { startsAt: FILE_NOW + 1, endsAt: FILE_NOW + 180_000 };
	const sample = sampleExam({ code: 'AB12CD', candidates: 1000, ...times });
	const { warnings } = await imported(sample);
	expect(new Set(warnings.map(({ code }) => code))).toEqual(new Set(['id-checksum']));
	expect(sample.exam.rules).toMatchObject({ phone: 'waived' });
	for (const [code, phone, sweep] of [
		['PH1', 'required', 'required'],
		['PH2', 'without-sweep', 'waived']
	] as const) {
		const rules = { phone: 'required', sweep };
		expect(sampleExam({ code, candidates: 1, ...times, phone }).exam.rules).toMatchObject(rules);
		await imported(sampleExam({ code, candidates: 1, ...times, phone }));
	}
});

describe('[A2] pictures beside the file', async () => {
	const folder = await mkdtemp(join(tmpdir(), 'duimian-pictures-'));
	afterAll(() => rm(folder, { recursive: true }));
	await writeFile(join(folder, 'no.png'), 'this is text');

	test.each([
		['../portrait.png', 'file-outside'],
		['/etc/passwd', 'file-outside'],
		['gone.png', 'file-missing'],
		['no.png', 'bad-picture']
	])('%s → %s, once, with its place', async (path, code) => {
		const file = changed(examFile('L'), [...LAST, 'portrait'], path);
		const { input, faults } = await readPictures(file, folder);
		expect(faults.map((one) => `${one.place} ${one.code}`)).toEqual([
			`${LAST_PLACE}.portrait ${code}`
		]);
		expect((await importInto(input, { check: true })).ok).toBe(true);
	});

	test('whatever the file is, reading its pictures does not throw', async () => {
		await fc.assert(
			fc.asyncProperty(fc.jsonValue(), async (value) => {
				await readPictures(changed(examFile('L'), ['sittings'], value), folder);
				await readPictures(value, folder);
			}),
			{ numRuns: 100 }
		);
	});
});
