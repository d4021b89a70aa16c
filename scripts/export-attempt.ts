// `npm run export-attempt -- ATTEMPT|ADMISSION [--out FILE]`: one attempt as one signed file (C34), for whoever checks it
// without this installation.
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { OperatorError } from '../src/lib/server/operator-error.ts';
import { attemptsNamed, type NamedAttempt } from '../src/lib/verify/server/export.repository.ts';
import { createExportService } from '../src/lib/verify/server/export.service.ts';
import { openSigningKey } from '../src/lib/verify/server/signing-key.ts';
import { withInstallation } from './lib/installation.ts';

const USAGE = `npm run export-attempt -- ATTEMPT|ADMISSION [--out FILE] [--data DIR]
  ATTEMPT     应试编号            the attempt's id
  ADMISSION   准考证号            the admission number
  --out FILE  写到哪里            where to write it
  --data DIR  数据目录            data folder`;

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: { out: { type: 'string' }, data: { type: 'string' } }
});

function theOne(name: string, found: readonly NamedAttempt[]): NamedAttempt {
	const [one, ...others] = found;
	if (!one)
		throw new OperatorError(`没有 ${name} 的应试记录。\nThere is no attempt of ${name}.\n${USAGE}`);
	if (others.length === 0) return one;
	const list = found.map(({ attempt, sitting }) => `  ${attempt}  ${sitting}`).join('\n');
	throw new OperatorError(
		`${name} 有几份应试记录，请给出应试编号。\n${name} has several attempts; give the id of one.\n${list}`
	);
}

await withInstallation(values.data, async ({ db, clock, masterKey, accounts: { audit } }) => {
	const [name] = positionals;
	if (!name) throw new OperatorError(`请给出应试编号或准考证号。Give the attempt.\n${USAGE}`);
	const { attempt } = theOne(name, await attemptsNamed(db, name));
	const key = await openSigningKey(db, clock, masterKey);
	const file = await createExportService({ db, clock, audit, key }).forOperator(attempt);
	if (!file.ok) throw new OperatorError(file.error.code);
	const out = values.out ?? file.value.name;
	await writeFile(out, file.value.bytes);
	console.log(`已导出 exported: ${out}, ${String(file.value.bytes.byteLength)} bytes`);
	console.log(`签名钥指纹 fingerprint of the key: ${key.fingerprint}`);
});
