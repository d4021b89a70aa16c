// `npm run verify -- FILE [--key FINGERPRINT | --no-key] [--root HEX|FILE] [--receipt FILE]`: checks an exported attempt
// without any server (C34). Ends with 0 when all that was asked agrees, 1 when something does not, 2 when it could not be
// checked or compared.
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import en from '../messages/en/index.ts';
import zh from '../messages/zh-CN/index.ts';
import { translator, type MessageKey, type Params } from '../src/lib/shared/i18n.ts';
import { publishedRoot } from '../src/lib/verify/check-root.ts';
import { outcomeOf, STEPS, type Fault, type Step, type Verdict } from '../src/lib/verify/fault.ts';
import { typedFingerprint } from '../src/lib/verify/signing.ts';
import { verifyExport } from '../src/lib/verify/verify-export.ts';

const USAGE = `用法 usage: npm run verify -- FILE [--key HEX | --no-key] [--root HEX|FILE] [--receipt FILE]
  FILE            导出的应试记录                  the exported attempt
  --key HEX       公布的签名钥指纹（64 位）       the published fingerprint of the signing key
  --no-key        不核对签名钥                    do not compare the key
  --root HEX|FILE 公布的场次根，或公布它的 JSON   the sitting's published root, or the JSON that publishes it
  --receipt FILE  考生保存的回执                  the candidate's saved receipt`;
const MARKS = { right: '✓', wrong: '✗', open: '…' } as const;
const EXIT = { right: 0, wrong: 1, unable: 2, uncompared: 2 } as const;

const [inChinese, inEnglish] = [translator(zh), translator(en)];
const both = (key: MessageKey, params?: Params): string =>
	`${inChinese(key, params)} ${inEnglish(key, params)}`;

function faultLines({ code, line, member, expected, found }: Fault): string[] {
	const place = [line === null ? null : both('verify.at.line', { line }), member];
	const said = place.filter((one) => one !== null).join(' · ');
	return [
		`✗ ${said === '' ? '' : `${said}: `}${both(`verify.fault.${code}`)}`,
		...(expected === null ? [] : [`    ${both('verify.expected')}  ${expected}`]),
		...(found === null ? [] : [`    ${both('verify.found')}  ${found}`])
	];
}

function factLines({ facts }: Verdict): string[] {
	if (!facts) return [];
	const { attempt, candidate, sitting, exportedAt, lines, beside, head, fingerprint, root } = facts;
	const time = (at: number): string => new Date(at).toISOString();
	return [
		`${both('verify.fact.attempt')}  ${attempt}`,
		`${both('verify.fact.candidate')}  ${candidate.name} ${candidate.admission}`,
		`${both('verify.fact.sitting')}  ${sitting}`,
		`${both('verify.fact.exported')}  ${time(exportedAt)}`,
		`${both('verify.fact.lines')}  ${String(lines)}`,
		`${both('verify.fact.beside')}  ${both('verify.beside', beside)}`,
		`${both('verify.fact.head', { seq: head.seq })}  ${head.hash}`,
		`${both('verify.fact.fingerprint')}  ${fingerprint}`,
		...(root
			? [
					`${both('verify.fact.root', { count: root.count })}  ${root.root}`,
					`${both('verify.fact.closed')}  ${time(root.closedAt)}`
				]
			: [])
	];
}

function report(verdict: Verdict, asked: readonly Step[]): string {
	const outcome = outcomeOf(verdict, asked);
	return [
		...factLines(verdict),
		'',
		...STEPS.map((step) => {
			const finding = verdict.steps[step];
			return `${MARKS[finding]} ${both(`verify.step.${step}`)}: ${both(`verify.finding.${finding}`)}`;
		}),
		...(verdict.faults.length > 0 ? ['', ...verdict.faults.flatMap(faultLines)] : []),
		'',
		both(`verify.summary.${outcome}`, { count: verdict.faults.length }),
		...(outcome === 'right' && verdict.steps.key === 'open'
			? [both('verify.summary.right.compare')]
			: []),
		...(outcome === 'uncompared' ? [openWords(verdict, asked)] : [])
	].join('\n');
}

/** What to give, or to leave out, so that nothing that was asked is open. */
function openWords({ steps }: Verdict, asked: readonly Step[]): string {
	const isOpen = (step: Step): boolean => asked.includes(step) && steps[step] === 'open';
	const words = [
		...(isOpen('key') ? [`--key: ${both('verify.open.key')}`] : []),
		...(isOpen('root') ? [`--root: ${both('verify.open.root')}`] : [])
	];
	return words.join(' ');
}

function keyOf(given: string | undefined, isLeftOut: boolean): string | null {
	if (given === undefined) return null;
	if (isLeftOut) throw new Error(USAGE);
	const key = typedFingerprint(given);
	if (key === null) throw new Error(both('verify.key.unreadable'));
	return key;
}

async function rootOf(given: string | undefined): Promise<string | null> {
	if (given === undefined) return null;
	const root = publishedRoot(given) ?? publishedRoot(await readFile(given, 'utf8'));
	if (root === null) throw new Error(both('verify.root.unreadable'));
	return root;
}

async function run(): Promise<number> {
	const { values, positionals } = parseArgs({
		allowPositionals: true,
		options: {
			...{ receipt: { type: 'string' }, key: { type: 'string' }, root: { type: 'string' } },
			'no-key': { type: 'boolean' }
		}
	});
	const [file] = positionals;
	if (file === undefined || positionals.length > 1) throw new Error(USAGE);
	const isKeyLeftOut = values['no-key'] ?? false;
	const asked: Step[] = [
		...(isKeyLeftOut ? [] : (['key'] as const)),
		...(values.root === undefined ? [] : (['root'] as const))
	];
	const verdict = await verifyExport(new Uint8Array(await readFile(file)), {
		subtle: crypto.subtle,
		key: keyOf(values.key, isKeyLeftOut),
		root: await rootOf(values.root),
		receipt: values.receipt === undefined ? null : await readFile(values.receipt, 'utf8')
	});
	// what a stranger's file says must not steer a terminal
	console.log(report(verdict, asked).replace(/[^\P{Cc}\n]/gu, '�'));
	return EXIT[outcomeOf(verdict, asked)];
}

try {
	process.exitCode = await run();
} catch (error) {
	console.error((error as Error).message);
	process.exitCode = 2;
}
