// `npm run demo`: builds when needed, starts the server on the embedded defaults and makes a mock sitting of invented
// people. Everything it started ends with it.
import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { databaseCanEnter } from '../src/lib/server/db/database-user.ts';
import { OperatorError } from '../src/lib/server/operator-error.ts';
import { renderUnicodeCompact } from 'uqr';
import { buildIfNeeded } from './lib/build.ts';
import { lanCertificate, type LanCertificate } from './lib/lan-certificate.ts';
import { runUntilSignal } from './lib/run-until-signal.ts';
import { addSampleSitting, type SampleSitting } from './lib/sample.ts';

const USAGE = `npm run demo -- [--port N] [--data DIR] [--start-in SECONDS] [--minutes N] [--json]
  --port N            端口，默认 3000；0 表示任选  port, default 3000; 0 = any free one
  --data DIR          数据目录，默认 ./data/demo   data folder, default ./data/demo
  --start-in SECONDS  几秒后开考，默认 120         seconds until the start, default 120
  --minutes N         答题分钟数，默认 3           minutes of the interview, default 3
  --candidates N      考生人数，默认 3             candidates, default 3
  --late-minutes N    开考后几分钟内可以入场，默认 3  minutes after the start in which one may come in, default 3
  --phone             需要佐证手机和环拍           needs the evidence phone and its sweep
  --no-sweep          需要佐证手机，不环拍         needs the evidence phone without its sweep
  --face              人脸登录，照片是测试人物  login by face, with the photos of test persons
  --lan               用 https 对局域网开放，供手机使用   serves https to the local network, for phones
  --undrawn           不预先抽签，留给 npm run lot   leaves the draw of lots to npm run lot
  --json              只输出一行 JSON              print exactly one line of JSON`;

interface DemoOptions {
	readonly port: number;
	/** null: ours to choose. */
	readonly data: string | null;
	readonly startInSeconds: number;
	readonly minutes: number;
	readonly candidates: number;
	readonly lateMinutes: number;
	readonly undrawn: boolean;
	readonly phone?: 'required' | 'without-sweep';
	readonly face: boolean;
	readonly lan: boolean;
	readonly json: boolean;
}

function readOptions(): DemoOptions {
	try {
		const { values } = parseArgs({
			options: {
				port: { type: 'string', default: '3000' },
				data: { type: 'string' },
				'start-in': { type: 'string', default: '120' },
				minutes: { type: 'string', default: '3' },
				candidates: { type: 'string', default: '3' },
				'late-minutes': { type: 'string', default: '3' },
				undrawn: { type: 'boolean', default: false },
				phone: { type: 'boolean', default: false },
				'no-sweep': { type: 'boolean', default: false },
				face: { type: 'boolean', default: false },
				lan: { type: 'boolean', default: false },
				json: { type: 'boolean', default: false }
			}
		});
		return {
			port: numberOf('--port', values.port, 0, 65_535, true),
			data: values.data === undefined ? null : resolve(values.data),
			startInSeconds: numberOf('--start-in', values['start-in'], 0, 30 * 86_400),
			minutes: numberOf('--minutes', values.minutes, 0.05, 600),
			candidates: numberOf('--candidates', values.candidates, 1, 1000, true),
			lateMinutes: numberOf('--late-minutes', values['late-minutes'], 0, 600),
			undrawn: values.undrawn,
			...(values.phone && { phone: 'required' }),
			...(values['no-sweep'] && { phone: 'without-sweep' }),
			face: values.face,
			lan: values.lan,
			json: values.json
		};
	} catch (error) {
		if (error instanceof OperatorError) throw error;
		throw new OperatorError(`${(error as Error).message}\n${USAGE}`);
	}
}

function numberOf(name: string, text: string, least: number, most: number, whole = false): number {
	const value = text.trim() === '' ? NaN : Number(text);
	if (value >= least && value <= most && (!whole || Number.isInteger(value))) return value;
	throw new OperatorError(
		`${name} 应是 ${least} 到 ${most} 之间的${whole ? '整' : ''}数，不能是“${text}”。\n` +
			`${name} takes a ${whole ? 'whole ' : ''}number from ${least} to ${most}, not "${text}".\n${USAGE}`
	);
}

/** `data/demo` in the clone; as root in a closed folder (a clone under /root) a place that the database can enter. */
async function defaultDataFolder(): Promise<string> {
	const inClone = join(import.meta.dirname, '..', 'data', 'demo');
	await mkdir(inClone, { recursive: true });
	if (process.env['DATABASE_URL'] || (await databaseCanEnter(inClone))) return inClone;
	const name = createHash('sha256').update(inClone).digest('hex').slice(0, 8);
	const elsewhere = join('/var/tmp', `duimian-demo-${name}`);
	console.error(
		`数据库的系统账号进不了本目录，演示数据放在 ${elsewhere}（用 --data 可另选）。\n` +
			`The database's system account cannot enter this folder; the demo's data goes to ${elsewhere} (choose with --data).`
	);
	return elsewhere;
}

await runUntilSignal(async () => {
	const options = readOptions();
	buildIfNeeded();
	const data = options.data ?? (await defaultDataFolder());
	await mkdir(data, { recursive: true });
	const { startServer } = await import('../server.js');
	const lan = options.lan ? await lanCertificate(data) : null;
	const server = await startServer({
		...process.env,
		DATA_DIR: data,
		HOST: process.env['HOST'] ?? (lan ? '0.0.0.0' : '127.0.0.1'),
		...(lan ? { TLS_CERT: lan.cert, TLS_KEY: lan.key } : {}),
		PORT: String(options.port),
		LOG_LEVEL: process.env['LOG_LEVEL'] ?? (options.json ? 'info' : 'warn')
	});
	try {
		const sample = await addSampleSitting(server.app, options);
		const url = lan
			? `https://${lan.addresses[0] ?? 'localhost'}:${server.port}`
			: `http://localhost:${server.port}`;
		if (options.json) console.log(JSON.stringify({ url, ...sample }));
		else
			console.log(
				`${forPeople(url, sample)}${options.face ? forFaces(url, sample) : ''}${lan ? forPhones(url, lan) : ''}`
			);
	} catch (error) {
		await server.stop();
		throw error;
	}
	return server;
});

function forPeople(url: string, { exam, sitting, candidates, staff }: SampleSitting): string {
	const at = (ms: number): string => new Date(ms).toLocaleTimeString('zh-CN', { hour12: false });
	const line = ({ account, password }: { account: string; password: string }): string =>
		`${account.padEnd(24)} ${password}`;
	return `
对面 Duimian   ${url}

考试 exam   ${exam.code}
模拟场 mock sitting   开考 starts ${at(sitting.startsAt)}   结束 ends ${at(sitting.endsAt)}

考生 candidates   ${url}/
${candidates.map((candidate) => `  ${candidate.name}   ${line(candidate)}`).join('\n')}

监督与回看 staff   ${url}/proctor
${Object.entries(staff)
	.map(([role, account]) => `  ${role.padEnd(14)} ${line(account)}`)
	.join('\n')}

按 Ctrl-C 结束全部程序。Ctrl-C ends everything.
`;
}

/** C6: the photos show two persons of a test package; nobody else is like them. */
function forFaces(url: string, { exam, candidates }: SampleSitting): string {
	const lines = candidates.map(
		({ name, admission, idLastSix }) => `  ${name}   ${admission.padEnd(24)} ${idLastSix}`
	);
	return `
人脸登录 login by face   ${url}/e/${exam.code}
准考证号和证件号后六位 admission number and last six of the ID number
${lines.join('\n')}
名册上的照片是测试人物（最后一名考生是另一个人），真人不会通过：改用账号登录，或由监督员准许。
The photos on the roster are of test persons (the last candidate's of another one), so no real person is accepted:
log in by account, or have an invigilator let you in.
`;
}

/** A phone scans its way to the demo; the certificate is nobody's, so the browser asks once. */
function forPhones(url: string, { addresses }: LanCertificate): string {
	const others = addresses.slice(1).map((address) => `  ${address}`);
	const none = '本机没有局域网地址，手机打不开。This machine has no address in a local network.\n';
	return `
局域网 local network   ${url}
${renderUnicodeCompact(url, { border: 2 })}
${addresses.length === 0 ? none : ''}${others.length > 0 ? `其他地址 other addresses\n${others.join('\n')}\n` : ''}证书是刚生成的，浏览器会提示不安全：请选择继续访问，每台设备一次。
The certificate was made on the spot: the browser warns once on each device, go on from there.
`;
}
