// `npm run password -- ACCOUNT`: a technician's temporary password (C7) for an account or an admission number. Printed
// once, valid for an hour or as many minutes as are given; what was logged in with that account is logged out.
import { parseArgs } from 'node:util';
import {
	issueTemporaryPassword,
	type IssuedPassword
} from '../src/lib/accounts/server/temporary-password.service.ts';
import { OperatorError } from '../src/lib/server/operator-error.ts';
import { formatInstant } from '../src/lib/shared/instant.ts';
import { asOperator, withInstallation } from './lib/installation.ts';

const USAGE = `npm run password -- ACCOUNT [--minutes N] [--json] [--data DIR]
  ACCOUNT      账号或准考证号               an account or an admission number
  --minutes N  有效分钟数，1 到 1440，默认 60   valid for so many minutes, 1 to 1440, default 60
  --json       只输出一行 JSON              print exactly one line of JSON
  --data DIR   数据目录                     data folder`;

function readOptions() {
	try {
		const { values, positionals } = parseArgs({
			allowPositionals: true,
			options: {
				minutes: { type: 'string', default: '60' },
				json: { type: 'boolean', default: false },
				data: { type: 'string' }
			}
		});
		const [login] = positionals;
		if (login === undefined || positionals.length > 1) throw new Error('ACCOUNT?');
		const minutes = Number(values.minutes);
		if (!Number.isInteger(minutes) || minutes < 1 || minutes > 1440)
			throw new Error(`--minutes ${values.minutes}?`);
		return { ...values, login, minutes };
	} catch (error) {
		throw new OperatorError(`${(error as Error).message}\n${USAGE}`);
	}
}

const CHINA_MINUTES = 8 * 60;

function forPeople({ account, name, password, expiresAt, sitting }: IssuedPassword): string {
	const at = (ms: number): string => formatInstant(ms, CHINA_MINUTES);
	return [
		`${name}   账号 account  ${account}`,
		...(sitting ? [`场次 sitting  ${sitting.code}   开考 starts ${at(sitting.startsAt)}`] : []),
		`临时密码 temporary password  ${password}`,
		`有效至 valid until ${at(expiresAt)}。只显示这一次。Shown once.`
	].join('\n');
}

await asOperator(async () => {
	const { login, minutes, json, data } = readOptions();
	await withInstallation(data, async (installation) => {
		const issued = await issueTemporaryPassword(installation, login, minutes * 60_000);
		if (!issued.ok)
			throw new OperatorError(
				issued.error === 'unknown'
					? `没有账号或准考证号 ${login}。\nThere is no account or admission number ${login}.`
					: `准考证号 ${login} 对应多名考生，请给出账号。\nSeveral candidates have the admission number ${login}; give the account.`
			);
		console.log(json ? JSON.stringify(issued.value) : forPeople(issued.value));
	});
});
