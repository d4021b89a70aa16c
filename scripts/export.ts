// `npm run export -- EXAM`: an exam as the file that it can be imported from again (docs/spec/exam-file.md): definition,
// roster, texts, staff without passwords, papers. Papers are opened on record.
import { parseArgs } from 'node:util';
import { createExamPapers } from '../src/lib/exam/server/exam-papers.ts';
import { exportExam } from '../src/lib/exam/server/exam-export.service.ts';
import { OperatorError } from '../src/lib/server/operator-error.ts';
import { asOperator, withInstallation, type Installation } from './lib/installation.ts';
import { reservePrivateFile } from './lib/password-list.ts';

const USAGE = `npm run export -- EXAM [--out FILE.json] [--with-papers] [--data DIR]
  EXAM           考试代码                                 the exam's code
  --out FILE     写入文件（仅本人可读），默认输出到屏幕   into a file only you can read; default: standard output
  --with-papers  开考前也导出试卷，并记录在案             also papers whose sitting has not begun; this is recorded
  --data DIR     数据目录                                 data folder`;

function readOptions() {
	try {
		const { values, positionals } = parseArgs({
			allowPositionals: true,
			options: {
				out: { type: 'string' },
				'with-papers': { type: 'boolean', default: false },
				data: { type: 'string' }
			}
		});
		const [code] = positionals;
		if (code === undefined || positionals.length > 1) throw new Error('EXAM?');
		return { ...values, code };
	} catch (error) {
		throw new OperatorError(`${(error as Error).message}\n${USAGE}`);
	}
}

type Options = ReturnType<typeof readOptions>;

async function textOf(installation: Installation, options: Options): Promise<string> {
	const { db, clock, accounts, masterKey } = installation;
	const evenSealed = options['with-papers'];
	const exported = await exportExam(
		{ db, clock, audit: accounts.audit, papers: createExamPapers(masterKey) },
		options.code,
		{ evenSealed }
	);
	if (exported.ok) return `${JSON.stringify(exported.value, null, '\t')}\n`;
	const refusal = exported.error;
	if (refusal.code === 'unknown')
		throw new OperatorError(`没有考试 ${options.code}。\nThere is no exam ${options.code}.`);
	const sittings = refusal.sittings.join(', ');
	throw new OperatorError(
		`场次 ${sittings} 还没有开考，试卷是密封的。确要启封，请加 --with-papers；启封将记录在案。\n` +
			`The sitting ${sittings} has not begun; its paper is sealed. To open it all the same add --with-papers; that is recorded.`
	);
}

await asOperator(async () => {
	const options = readOptions();
	await withInstallation(options.data, async (installation) => {
		const out = options.out === undefined ? null : await reservePrivateFile(options.out);
		try {
			const text = await textOf(installation, options);
			if (out) await out.write(text);
			else process.stdout.write(text);
		} catch (error) {
			await out?.remove();
			throw error;
		}
	});
});
