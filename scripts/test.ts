// `npm test`: every level in order, one summary, and as its last line `N passed, N failed`.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { OperatorError } from '../src/lib/server/operator-error.ts';
import { ensureBrowser } from './lib/browser.ts';
import { buildIfNeeded } from './lib/build.ts';
import { ensureCoturn } from './lib/coturn.ts';
import { failureLines } from './lib/failures.ts';
import { DEFAULT_LEVELS, LEVELS, needsBrowser, needsBuild, type Level } from './lib/levels.ts';
import { runLevel, type LevelOutcome } from './lib/run-level.ts';
import { add, NOTHING, tallyLine } from './lib/tally.ts';

const USAGE = `npm test -- [--only unit,server,browser,e2e,faults,soak] [--seconds N] [--kills N] [--seed N] [FILE…]
  --only LEVELS   只跑这些层，默认除 soak 外全部       these levels; default: all but soak
  --seconds N     故障与长测：每场几秒               faults, soak: seconds of a sitting
  --kills N       故障：每种几次                     faults: kills of each kind
  --seed N        故障：随机种子                     faults: seed of the random moments
  FILE…           只跑文件名含此的测试               tests whose file name contains this`;

interface Wish {
	readonly levels: readonly Level[];
	readonly filters: readonly string[];
	/** Read by the fault and soak tests from their environment. */
	readonly env: Readonly<Record<string, string>>;
}

function readWish(): Wish {
	const { values, positionals } = parseArgs({
		allowPositionals: true,
		options: {
			only: { type: 'string' },
			seconds: { type: 'string' },
			kills: { type: 'string' },
			seed: { type: 'string' }
		}
	});
	const { only, seconds, kills, seed } = values;
	const named = only?.split(',') ?? DEFAULT_LEVELS;
	const unknown = named.find((name) => !LEVELS.some((level) => level === name));
	if (unknown !== undefined) throw new Error(`--only ${unknown}?`);
	const numbers = { FAULT_SECONDS: seconds, FAULT_KILLS: kills, FAULT_SEED: seed };
	for (const [name, text] of Object.entries(numbers))
		if (text !== undefined && !(Number(text) >= 0)) throw new Error(`${name}=${text}?`);
	return {
		levels: LEVELS.filter((level) => named.includes(level)),
		filters: positionals,
		env: Object.fromEntries(
			Object.entries(numbers).filter((entry): entry is [string, string] => entry[1] !== undefined)
		)
	};
}

function prepare({ levels, env }: Wish): void {
	Object.assign(process.env, env);
	if (levels.some(needsBrowser)) process.env['CHROMIUM_PATH'] = ensureBrowser();
	if (levels.some((level) => level === 'browser' || level === 'e2e')) ensureCoturn();
	if (levels.some(needsBuild)) buildIfNeeded();
}

async function runAll({ levels, filters }: Wish): Promise<LevelOutcome[]> {
	const folder = mkdtempSync(join(tmpdir(), 'duimian-reports-'));
	try {
		const outcomes: LevelOutcome[] = [];
		for (const level of levels) {
			console.log(`\n── ${level}`);
			outcomes.push(await runLevel(level, folder, filters));
		}
		return outcomes;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

function summarise(outcomes: readonly LevelOutcome[]): void {
	console.log('');
	// once more and last: of a long output often only the end is kept
	for (const failure of outcomes.flatMap(({ failures }) => failures))
		console.log(`${failureLines(failure)}\n`);
	for (const { level, tally, seconds } of outcomes)
		console.log(`${level.padEnd(8)} ${seconds.toFixed(1).padStart(7)} s   ${tallyLine(tally)}`);
	const sum = outcomes.reduce((so, { tally }) => add(so, tally), NOTHING);
	console.log(tallyLine(sum));
	process.exitCode = sum.failed > 0 ? 1 : 0;
}

/** Nothing ran: one failure, and still the line that whoever runs this looks for. */
function couldNotStart(error: unknown): void {
	const { message, stack } = error as Error;
	console.error(error instanceof OperatorError ? message : stack);
	console.log(tallyLine({ ...NOTHING, failed: 1 }));
	process.exitCode = 1;
}

function wishOrUsage(): Wish {
	try {
		return readWish();
	} catch (error) {
		throw new OperatorError(`${(error as Error).message}\n${USAGE}`);
	}
}

try {
	const wish = wishOrUsage();
	prepare(wish);
	summarise(await runAll(wish));
} catch (error) {
	couldNotStart(error);
}
