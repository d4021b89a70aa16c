// `npm run admin -- --account NAME`: makes an administrator (the first one has nobody else to make it), or gives an
// existing one a new password. The password is printed once.
import { parseArgs } from 'node:util';
import { OperatorError } from '../src/lib/server/operator-error.ts';
import { randomPassword } from '../src/lib/accounts/server/password.ts';
import { withInstallation } from './lib/installation.ts';

const { values } = parseArgs({
	options: { account: { type: 'string' }, data: { type: 'string' } }
});

await withInstallation(values.data, async ({ db, accounts }) => {
	const account = values.account?.trim();
	if (!account)
		throw new OperatorError(
			'请给出账号：npm run admin -- --account NAME\nGive the account: npm run admin -- --account NAME'
		);
	const known = await db
		.selectFrom('accounts')
		.leftJoin('role_grants', 'role_grants.account_id', 'accounts.id')
		.select(['accounts.id', 'role_grants.role'])
		.where('accounts.account', '=', account)
		.execute();
	if (known.length > 0 && !known.some(({ role }) => role === 'administrator'))
		throw new OperatorError(
			`账号 ${account} 已存在，且不是考务管理员。请换一个账号名。\n` +
				`The account ${account} exists and is no administrator. Choose another name.`
		);
	const password = randomPassword();
	const owner = known[0]?.id;
	if (owner) await accounts.service.setPassword(owner, password);
	else {
		const grants = [{ role: 'administrator', exam: null, room: null }] as const;
		await accounts.service.createAccount({ account, name: '考务管理员', password, grants });
	}
	console.log(`账号 account   ${account}\n密码 password  ${password}`);
});
