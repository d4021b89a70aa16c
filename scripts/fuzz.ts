// `npm run fuzz -- [RUNS] [--seed N]`: server and devices under this many random sequences (src/lib/attempt/
// two-sides.fuzz.test.ts), how many ran and how long it took. A failure prints the seed with which it comes again.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';

const DEFAULT_RUNS = 10_000;

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: { seed: { type: 'string' } }
});
const runs = Number(positionals[0] ?? DEFAULT_RUNS);
if (!(runs > 0)) throw new Error(`npm run fuzz -- ${String(positionals[0])}?`);

const began = performance.now();
const child = spawn(
	process.execPath,
	['node_modules/vitest/vitest.mjs', 'run', '--project', 'unit', 'two-sides.fuzz'],
	{
		env: {
			...process.env,
			FUZZ_RUNS: String(runs),
			...(values.seed === undefined ? {} : { FUZZ_SEED: values.seed })
		},
		stdio: ['ignore', 'pipe', 'inherit']
	}
);
let ran = 0;
for await (const line of createInterface({ input: child.stdout })) {
	console.log(line);
	const told = /^fuzz (\{.*\})$/.exec(line)?.[1];
	if (told) ran = (JSON.parse(told) as { ran: number }).ran;
}
const code = await new Promise<number>((resolve) => {
	if (child.exitCode !== null) resolve(child.exitCode);
	else child.once('exit', (exit) => resolve(exit ?? 1));
});
const seconds = ((performance.now() - began) / 1000).toFixed(1);
console.log(`${ran} of ${runs} sequences in ${seconds} s, ${code === 0 ? 'all held' : 'FAILED'}`);
process.exitCode = code === 0 && ran >= runs ? 0 : 1;
