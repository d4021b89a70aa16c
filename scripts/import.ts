// `npm run import -- FILE.json`: an exam with its sittings, rooms, roster, papers, texts and staff (docs/spec/exam-file.md).
// Everything is checked first and each fault named with its place; then all of it is imported, or nothing.
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readJson } from '../src/lib/exam/exam-file-text.ts';
import { faultLine, type Fault } from '../src/lib/exam/exam-file-words.ts';
import { readPictures } from '../src/lib/exam/server/file-pictures.ts';
import type { ImportedLogin } from '../src/lib/exam/server/exam-import-accounts.ts';
import type { ImportedExam, ImportOptions } from '../src/lib/exam/server/exam-import.service.ts';
import { openFaceEngine } from '../src/lib/identity/server/open-face-engine.ts';
import { OperatorError } from '../src/lib/server/operator-error.ts';
import { err, type Result } from '../src/lib/shared/result.ts';
import { examImport } from './lib/exam-tools.ts';
import {
	asOperator,
	warnOperator,
	withInstallation,
	type Installation
} from './lib/installation.ts';
import { passwordLines, passwordTable, reservePrivateFile } from './lib/password-list.ts';

const USAGE = `npm run import -- FILE.json [--check] [--passwords FILE.csv] [--json] [--data DIR]
  --check            只检查，不导入                     check only, import nothing
  --passwords FILE   账号和密码写入文件（仅本人可读）   accounts and passwords go into a file only you can read
  --json             只输出一行 JSON                    print exactly one line of JSON
  --data DIR         数据目录                           data folder`;

function readOptions() {
	try {
		const { values, positionals } = parseArgs({
			allowPositionals: true,
			options: {
				check: { type: 'boolean', default: false },
				passwords: { type: 'string' },
				json: { type: 'boolean', default: false },
				data: { type: 'string' }
			}
		});
		const [file] = positionals;
		if (file === undefined || positionals.length > 1) throw new Error('FILE.json?');
		return { ...values, file: resolve(file) };
	} catch (error) {
		throw new OperatorError(`${(error as Error).message}\n${USAGE}`);
	}
}

type Options = ReturnType<typeof readOptions>;

async function importFile(
	installation: Installation,
	{ file, check }: Options,
	keep: ImportOptions['keep']
): Promise<Result<ImportedExam, readonly Fault[]>> {
	const bytes = await readFile(file).catch(() => {
		throw new OperatorError(`读不到文件 ${file}。\nThe file ${file} cannot be read.`);
	});
	const json = readJson(bytes);
	if (!json.ok) return err([json.error]);
	const { input, faults } = await readPictures(json.value, dirname(file));
	const faces = await openFaceEngine(installation.config, warnOperator);
	const imported = await examImport({ ...installation, faces })(input, {
		check: check || faults.length > 0,
		progress: tellProgress,
		...(keep ? { keep } : {})
	}).finally(faces.close);
	if (faults.length === 0) return imported;
	// what stands for a file that could not be read has no face in it either
	const told = new Set(faults.map(({ place }) => place));
	const others = imported.ok ? [] : imported.error.filter(({ place }) => !told.has(place));
	return err([...faults, ...others]);
}

const TOLD_EVERY = 50;

/** On standard error: a roster of a thousand takes minutes. */
function tellProgress(done: number, of: number): void {
	if (done % TOLD_EVERY === 0 || (done === of && of > TOLD_EVERY))
		console.error(`照片检查 portraits looked at: ${String(done)} / ${String(of)}`);
}

async function tell(imported: ImportedExam, options: Options): Promise<void> {
	const { outcome, code, logins, warnings } = imported;
	if (options.json) return console.log(JSON.stringify({ ok: true, ...imported }));
	for (const one of warnings) console.error(`提醒 warning  ${faultLine(one)}`);
	if (options.check) return console.log('检查通过，没有导入。Checked; nothing was imported.');
	const [zh, en] = OUTCOMES[outcome];
	console.log(`考试 ${code}：${zh}。The exam ${code}: ${en}.`);
	if (options.passwords !== undefined && logins.length > 0)
		console.log(`账号和密码在 ${options.passwords}。Accounts and passwords are in that file.`);
	else if (logins.length > 0) console.log(passwordLines(logins));
}

const OUTCOMES = {
	created: ['已导入', 'imported'],
	replaced: ['已更换', 'replaced'],
	unchanged: ['与已有的完全相同，没有改动', 'exactly this is there already; nothing was changed']
} as const;

async function run(installation: Installation, options: Options): Promise<void> {
	const list =
		options.passwords === undefined || options.check
			? null
			: await reservePrivateFile(options.passwords);
	const keep = list && ((logins: readonly ImportedLogin[]) => list.write(passwordTable(logins)));
	let kept = false;
	try {
		const imported = await importFile(installation, options, keep ?? undefined);
		kept = imported.ok && imported.value.logins.length > 0;
		if (imported.ok) await tell(imported.value, options);
		else refuse(imported.error, options);
	} finally {
		if (!kept) await list?.remove();
	}
}

function refuse(faults: readonly Fault[], { json }: Options): void {
	process.exitCode = 1;
	if (json) return console.log(JSON.stringify({ ok: false, faults }));
	for (const one of faults) console.error(faultLine(one));
	const count = faults.length;
	console.error(`共 ${count} 处，什么都没有导入。${count} faults; nothing was imported.`);
}

await asOperator(async () => {
	const options = readOptions();
	await withInstallation(options.data, (installation) => run(installation, options));
});
