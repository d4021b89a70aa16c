// `npm run close-sitting -- SITTING [--anyway]`: the heads of all its attempts become one signed root, which is published
// (C34). Closing twice is harmless.
import { parseArgs } from 'node:util';
import { OperatorError } from '../src/lib/server/operator-error.ts';
import {
	createSittingRoots,
	type ClosedNow,
	type NotClosed,
	type UnfinishedAttempt
} from '../src/lib/verify/server/sitting-root.service.ts';
import { openSigningKey } from '../src/lib/verify/server/signing-key.ts';
import { withInstallation } from './lib/installation.ts';

const USAGE = `npm run close-sitting -- SITTING [--anyway] [--data DIR]
  SITTING     场次号或 id                            the sitting's code or id
  --anyway    还有没完成的，也照样封存               also with attempts that are not done
  --data DIR  数据目录                               data folder`;

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: { anyway: { type: 'boolean' }, data: { type: 'string' } }
});

const missingLines = (unfinished: readonly UnfinishedAttempt[]): string =>
	unfinished
		.map(({ admission, stage, parts }) => `  ${admission}  ${stage}  ${String(parts)} 段 parts`)
		.join('\n');

function words(sitting: string, refused: NotClosed): string {
	if (refused.why === 'unfinished')
		return `场次 ${sitting} 还有没完成的，没有封存（准考证号、阶段、还差的录像）：
Not all of ${sitting} is done, so it was not closed (admission, stage, parts outstanding):
${missingLines(refused.unfinished)}
仍要封存，请加 --anyway。To close it all the same, add --anyway.`;
	return refused.why === 'unknown'
		? `没有场次 ${sitting}。\nThere is no sitting ${sitting}.\n${USAGE}`
		: `场次 ${sitting} 还没有结束，不能封存。\nThe sitting ${sitting} is not over and cannot be closed.`;
}

function report({ root, before, unfinished }: ClosedNow): string {
	const missing = unfinished.length === 0 ? '' : `\n还差 outstanding:\n${missingLines(unfinished)}`;
	return `${before ? '此前已封存 was closed before' : '已封存 closed'}: ${root.sitting}
时间 at          ${new Date(root.closedAt).toISOString()}
记录 attempts    ${String(root.count)}
场次根 root      ${root.root}
公布 published   /api/sittings/${encodeURIComponent(root.sitting)}/root${missing}`;
}

await withInstallation(values.data, async ({ db, clock, writer, masterKey, accounts }) => {
	const [sitting] = positionals;
	if (!sitting) throw new OperatorError(`请给出场次。Give the sitting.\n${USAGE}`);
	const key = await openSigningKey(db, clock, masterKey);
	const roots = createSittingRoots({ db, writer, clock, audit: accounts.audit, key });
	const closed = await roots.close(sitting, values.anyway ?? false);
	if (!closed.ok) throw new OperatorError(words(sitting, closed.error));
	console.log(report(closed.value));
});
