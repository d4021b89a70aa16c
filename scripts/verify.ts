// `npm run verify -- FILE [--receipt FILE] [--key FINGERPRINT]`: checks an exported attempt without any server (C34).
// Ends with 0 when all agrees, 1 when something does not, 2 when it could not be checked.
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import en from '../messages/en/index.ts';
import zh from '../messages/zh-CN/index.ts';
import { translator, type MessageKey, type Params } from '../src/lib/shared/i18n.ts';
import { outcomeOf, STEPS, type Fault, type Verdict } from '../src/lib/verify/fault.ts';
import { typedFingerprint } from '../src/lib/verify/signing.ts';
import { verifyExport } from '../src/lib/verify/verify-export.ts';

const USAGE = `用法 usage: npm run verify -- FILE [--receipt FILE] [--key FINGERPRINT]
  FILE           导出的应试记录                   the exported attempt
  --receipt FILE 考生保存的回执                   the candidate's saved receipt
  --key HEX      公布的签名钥指纹（64 位）        the published fingerprint of the signing key`;
const MARKS = { right: '✓', wrong: '✗', open: '…' } as const;
const EXIT = { right: 0, wrong: 1, unable: 2 } as const;

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
	const { attempt, candidate, sitting, exportedAt, lines, head, fingerprint, root } = facts;
	const time = (at: number): string => new Date(at).toISOString();
	return [
		`${both('verify.fact.attempt')}  ${attempt}`,
		`${both('verify.fact.candidate')}  ${candidate.name} ${candidate.admission}`,
		`${both('verify.fact.sitting')}  ${sitting}`,
		`${both('verify.fact.exported')}  ${time(exportedAt)}`,
		`${both('verify.fact.lines')}  ${String(lines)}`,
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

function report(verdict: Verdict): string {
	const outcome = outcomeOf(verdict);
	const summary = both(`verify.summary.${outcome}`, { count: verdict.faults.length });
	return [
		...factLines(verdict),
		'',
		...STEPS.map((step) => {
			const finding = verdict.steps[step];
			return `${MARKS[finding]} ${both(`verify.step.${step}`)}: ${both(`verify.finding.${finding}`)}`;
		}),
		...(verdict.faults.length > 0 ? ['', ...verdict.faults.flatMap(faultLines)] : []),
		'',
		summary,
		...(outcome === 'right' && verdict.steps.key === 'open'
			? [both('verify.summary.right.compare')]
			: [])
	].join('\n');
}

async function run(): Promise<number> {
	const { values, positionals } = parseArgs({
		allowPositionals: true,
		options: { receipt: { type: 'string' }, key: { type: 'string' } }
	});
	const [file] = positionals;
	if (file === undefined || positionals.length > 1) throw new Error(USAGE);
	const key = values.key === undefined ? null : typedFingerprint(values.key);
	if (values.key !== undefined && key === null) throw new Error(both('verify.key.unreadable'));
	const receipt = values.receipt === undefined ? null : await readFile(values.receipt, 'utf8');
	const bytes = new Uint8Array(await readFile(file));
	const verdict = await verifyExport(bytes, { subtle: crypto.subtle, key, receipt });
	// what a stranger's file says must not steer a terminal
	console.log(report(verdict).replace(/[^\P{Cc}\n]/gu, '�'));
	return EXIT[outcomeOf(verdict)];
}

try {
	process.exitCode = await run();
} catch (error) {
	console.error((error as Error).message);
	process.exitCode = 2;
}
