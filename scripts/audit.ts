// `npm run audit`: Lighthouse on the entry pages as built and served, and what they make a browser fetch before the
// interview. Prints a table; ends with 1 when a limit is missed (docs/decisions/audit.md).
import { parseArgs } from 'node:util';
import { chromium, type Page } from 'playwright';
import { candidateOf, startDemo, type Demo } from '../tests/lib/demo.ts';
import { query } from '../tests/lib/ledger.ts';
import { buildIfNeeded } from './lib/build.ts';
import { ensureBrowser } from './lib/browser.ts';
import { PLAYWRIGHT_ARGS } from './lib/chromium.ts';
import { audit, type AuditRun, type Device } from './lib/lighthouse-run.ts';
import { countTransfers, type Transferred } from './lib/transferred.ts';

const LIMITS = { accessibility: 100, bestPractices: 100, performance: 95, scriptBytes: 90_000 };
const LOGIN_OPEN_IN_S = 600;

const { values } = parseArgs({
	options: { runs: { type: 'string', default: '5' }, phone: { type: 'boolean', default: false } }
});
const runs = Number(values.runs);
const device: Device = values.phone ? 'phone' : 'desktop';

buildIfNeeded();
const executablePath = ensureBrowser();
const demo = await startDemo({ startIn: LOGIN_OPEN_IN_S, minutes: 1 });
const missed: string[] = [];
try {
	const pages = { '/': demo.url, '/e/…': `${demo.url}/e/${await addressOf(demo)}` };
	await auditAll(pages);
	await weigh(pages['/e/…']);
} finally {
	await demo.stop();
}
for (const text of missed) console.error(`✗ ${text}`);
console.log(missed.length === 0 ? '✓ 都在限度以内 all within the limits' : '');
process.exit(missed.length === 0 ? 0 : 1);

async function auditAll(pages: Readonly<Record<string, string>>): Promise<void> {
	console.log(`Lighthouse, ${device}, ${runs} runs: median (all)`);
	for (const [name, url] of Object.entries(pages)) {
		const done: AuditRun[] = [];
		for (let run = 0; run < runs; run++) done.push(await audit(url, device));
		const of = (key: 'performance' | 'accessibility' | 'bestPractices' | 'lcpMs' | 'tbtMs') => {
			const all = done.map((one) => Math.round(one[key]));
			const median = all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? NaN;
			return { median, text: `${median} (${all.join(', ')})` };
		};
		console.table({
			[name]: {
				performance: of('performance').text,
				'LCP ms': of('lcpMs').text,
				'TBT ms': of('tbtMs').text,
				accessibility: of('accessibility').text,
				'best practices': of('bestPractices').text
			}
		});
		for (const key of ['performance', 'accessibility', 'bestPractices'] as const)
			if (!(of(key).median >= LIMITS[key]))
				missed.push(`${name}: ${key} ${of(key).median} < ${LIMITS[key]}`);
		for (const fault of new Set(done.flatMap(({ faults }) => faults))) console.log(`  ${fault}`);
	}
}

/** From the exam's address through the login to the interview's first stage; then what the service worker keeps. */
async function weigh(entry: string): Promise<void> {
	const browser = await chromium.launch({ executablePath, args: PLAYWRIGHT_ARGS });
	try {
		const context = await browser.newContext({ locale: 'zh-CN', serviceWorkers: 'block' });
		const page = await context.newPage();
		const sofar = await countTransfers(context, page);
		await page.goto(entry);
		await settled(page);
		const before = sofar();
		const { account, password } = candidateOf(demo, 0);
		await page.getByLabel('账号').fill(account);
		await page.getByLabel('密码').fill(password);
		await page.getByRole('button', { name: '登录', exact: true }).click();
		await page.waitForURL('**/interview');
		await settled(page);
		const after = sofar();
		console.log('Transferred, compressed, nothing cached');
		console.table({
			'entry and login': row(before),
			'interview, first stage': row(difference(after, before)),
			'kept by the service worker': { 'all kB': kB(await keptBytes(entry)) }
		});
		if (before.scriptBytes > LIMITS.scriptBytes)
			missed.push(`scripts before the interview: ${kB(before.scriptBytes)} > 90 kB`);
		if (before.encodings.includes('none')) missed.push('a script or style came uncompressed');
	} finally {
		await browser.close();
	}
}

/** Installs it in a profile of its own and adds up what it fetched, as it went over the wire. */
async function keptBytes(entry: string): Promise<number> {
	const browser = await chromium.launch({ executablePath, args: PLAYWRIGHT_ARGS });
	try {
		const page = await browser.newPage();
		await page.goto(entry);
		const urls = await page.evaluate(async () => {
			await navigator.serviceWorker.ready;
			const names = await caches.keys();
			const kept = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
			return kept.flat().map(({ url }) => url);
		});
		const sizes = urls.map(async (url) => {
			const answer = await fetch(url, { headers: { 'accept-encoding': 'br' } });
			return Number(
				answer.headers.get('content-length') ?? (await answer.arrayBuffer()).byteLength
			);
		});
		return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
	} finally {
		await browser.close();
	}
}

/** What comes late (the worker's helper, a look into the browser's storage) belongs to the page too. */
async function settled(page: Page): Promise<void> {
	await page.waitForLoadState('networkidle');
	await page.waitForTimeout(1500);
}

function kB(bytes: number): string {
	return (bytes / 1000).toFixed(1);
}

function row({ scripts, scriptBytes, allBytes, encodings }: Transferred): Record<string, unknown> {
	return {
		scripts,
		'scripts kB': kB(scriptBytes),
		'all kB': kB(allBytes),
		compression: encodings.join(', ')
	};
}

function difference(after: Transferred, before: Transferred): Transferred {
	return {
		scripts: after.scripts - before.scripts,
		scriptBytes: after.scriptBytes - before.scriptBytes,
		allBytes: after.allBytes - before.allBytes,
		encodings: after.encodings
	};
}

async function addressOf({ data, sitting }: Demo): Promise<string> {
	const rows = await query<{ address: string }>(
		data,
		`select coalesce(exams.code, exams.id::text) as address from exams
		 join sittings on sittings.exam_id = exams.id where sittings.id = $1`,
		[sitting.id]
	);
	return rows[0]?.address ?? '';
}
