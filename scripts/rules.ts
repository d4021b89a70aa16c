// `npm run rules`: the numbered rules of docs/spec without a test that carries their number.
import { relative } from 'node:path';
import { readRules } from './lib/rules.ts';

const { stated, proved } = readRules();
let missing = 0;
for (const [path, rules] of stated) {
	const bare = rules.filter((rule) => !proved.has(rule));
	missing += bare.length;
	console.log(
		`${relative(process.cwd(), path)}: ${rules.length} rules, ` +
			(bare.length === 0 ? 'each has a test' : `without a test: ${bare.join(', ')}`)
	);
}
process.exitCode = missing > 0 ? 1 : 0;
