// `npm run publish -- SITTING`: the results of a sitting are out. Devices then free their local copies (C24: verified
// bytes only) the next time they are opened. SITTING is the sitting's id or code.
import { parseArgs } from 'node:util';
import { OperatorError } from '../src/lib/server/operator-error.ts';
import { publishSitting } from '../src/lib/exam/server/publish.service.ts';
import { withInstallation } from './lib/installation.ts';

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: { data: { type: 'string' } }
});

await withInstallation(values.data, async (installation) => {
	const [sitting] = positionals;
	if (!sitting)
		throw new OperatorError(
			'请给出场次：npm run publish -- SITTING（场次号或 id）\nGive the sitting: npm run publish -- SITTING (its code or id)'
		);
	const published = await publishSitting(installation, sitting);
	if (!published.ok)
		throw new OperatorError(
			published.error === 'unknown'
				? `没有场次 ${sitting}。\nThere is no sitting ${sitting}.`
				: `场次 ${sitting} 还没有结束，不能公布成绩。\nThe sitting ${sitting} is not over; its results cannot be out.`
		);
	const { attempts, missing } = published.value;
	console.log(`已公布，应试 ${attempts} 人。published, ${attempts} attempts`);
	for (const { admission, parts } of missing)
		console.log(`还差录像 still missing: ${admission}, ${parts} 段 parts`);
});
