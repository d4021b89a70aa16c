// `npm run erase-faces -- EXAM ADMISSION`: erases what is kept of one candidate's face (C6, C30): pictures, scores, and what
// tells a replay. The log's lines stay, and its chain still verifies.
import { parseArgs } from 'node:util';
import { eraseFaces } from '../src/lib/identity/server/erase-faces.ts';
import { candidatesAdmitted } from '../src/lib/identity/server/face-candidate.ts';
import { OperatorError } from '../src/lib/server/operator-error.ts';
import { asOperator, withInstallation } from './lib/installation.ts';

const USAGE = `npm run erase-faces -- EXAM ADMISSION [--data DIR]
  EXAM        考试代码（网址 /e/ 后面的一段）   the exam's code, as in its address
  ADMISSION   准考证号                        the admission number
  --data DIR  数据目录                        data folder`;

function readOptions() {
	try {
		const options = { data: { type: 'string' } } as const;
		const { values, positionals } = parseArgs({ allowPositionals: true, options });
		const [exam, admission, ...more] = positionals;
		if (exam === undefined || admission === undefined || more.length > 0)
			throw new Error('EXAM ADMISSION?');
		return { ...values, exam, admission };
	} catch (error) {
		throw new OperatorError(`${(error as Error).message}\n${USAGE}`);
	}
}

await asOperator(async () => {
	const { exam, admission, data } = readOptions();
	await withInstallation(data, async ({ db, clock, accounts }) => {
		const known = await candidatesAdmitted(db, admission, exam, clock.now());
		if (known.length === 0)
			throw new OperatorError(
				`考试 ${exam} 没有准考证号 ${admission}。\nExam ${exam} has no admission number ${admission}.`
			);
		let payloads = 0;
		for (const { attempt } of known) {
			if (attempt === null) continue;
			const by = { account: null, address: 'local' };
			payloads += (await eraseFaces(db, accounts.audit, attempt, by))?.payloads ?? 0;
		}
		console.log(
			`已删除 ${payloads} 项人脸照片和得分，经过仍在。\nErased pictures and scores of ${payloads} entries; the log stays.`
		);
	});
});
