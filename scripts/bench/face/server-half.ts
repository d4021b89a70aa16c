// The server's half: scores and decisions, then the time of a check through the engine (queue, thread, all of it), and
// beside it the bare embedding, below which no check can come. RSS is the whole process's.
import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { openFaceEngine } from '../../../src/lib/identity/server/open-face-engine.ts';
import { findFaceModels } from '../../../src/lib/identity/server/face-models.ts';
import { openSessions, type FaceSessions } from '../../../src/lib/identity/server/face-sessions.ts';
import { faceCut, jpegOf } from '../../../src/lib/identity/testing/face-pictures.ts';
import { readConfig } from '../../../src/lib/server/config.ts';
import { silentLog } from '../../../src/lib/shared/log.ts';
import { pairsOf, samplePeople, type Pair } from './people.ts';

const ACCEPT = 0.45;
const REFUSE = 0.363;
const CHECKS = 100;
const WARM_UP = 5;
const ALIGNED_NUMBERS = 3 * 112 * 112;

export async function runServerHalf(): Promise<void> {
	await checks();
	const models = await findFaceModels(readConfig({}), silentLog);
	const files = [models.detector, models.embedder].map(({ path }) => readFileSync(path));
	const [detector = new Uint8Array(), embedder = new Uint8Array()] = files;
	const sessions = await openSessions(detector, embedder);
	await floor(sessions);
	tellPairs(pairsOf(await samplePeople(sessions)));
}

/** One after the other, as the one thread of a server takes them: the frame of a webcam, and a portrait. */
async function checks(): Promise<void> {
	const before = rss();
	const engine = await openFaceEngine(readConfig({}), silentLog);
	const began = performance.now();
	const loaded = await engine.ready();
	if (!loaded.ok) throw new Error(loaded.error);
	console.log(`models loaded in ${(performance.now() - began).toFixed(0)} ms, load ${load()}`);
	for (const name of ['live', 'portrait'] as const) {
		const cut = faceCut(name);
		const file = jpegOf(cut);
		const times = await measured(async () => {
			const answer = await engine.see(file);
			if (!answer.ok) throw new Error(answer.error);
		});
		tell(`check, ${name} ${String(cut.width)}×${String(cut.height)}`, times);
	}
	console.log(`RSS ${before} MB before, ${rss()} MB after; load ${load()}`);
	await engine.close();
}

async function floor({ embed }: FaceSessions): Promise<void> {
	const planes = new Float32Array(ALIGNED_NUMBERS).fill(100);
	tell('floor: the bare embedding', await measured(() => embed(planes)));
}

interface Times {
	readonly sorted: readonly number[];
	/** Of all threads, for one: what a busy machine does not change. */
	readonly cpuMs: number;
}

async function measured(work: () => Promise<unknown>): Promise<Times> {
	for (let nth = 0; nth < WARM_UP; nth++) await work();
	const times: number[] = [];
	const cpuBefore = process.cpuUsage();
	for (let nth = 0; nth < CHECKS; nth++) {
		const began = performance.now();
		await work();
		times.push(performance.now() - began);
	}
	const { user, system } = process.cpuUsage(cpuBefore);
	return { sorted: times.sort((a, b) => a - b), cpuMs: (user + system) / 1000 / CHECKS };
}

function tell(what: string, { sorted, cpuMs }: Times): void {
	const at = (share: number): string => (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(0);
	const sum = sorted.reduce((total, ms) => total + ms, 0);
	const perMinute = ((60_000 * sorted.length) / sum).toFixed(0);
	console.log(
		`${what}: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, ${perMinute} a minute; ${cpuMs.toFixed(0)} ms of CPU`
	);
}

function tellPairs(pairs: readonly Pair[]): void {
	for (const kind of ['same', 'different', 'unknown'] as const) {
		const some = pairs.filter((pair) => pair.kind === kind);
		const decided = (decision: string): number =>
			some.filter(({ score }) => decisionOf(score) === decision).length;
		const [best, least] = [some[0]?.score ?? 0, some.at(-1)?.score ?? 0];
		console.log(
			`${kind}: ${String(some.length)} pairs, ${least.toFixed(3)} to ${best.toFixed(3)}; ` +
				`accepted ${String(decided('accept'))}, a person looks ${String(decided('unsure'))}, refused ${String(decided('refuse'))}`
		);
		for (const { names, score } of some.slice(0, 5))
			console.log(`  ${names}  ${score.toFixed(3)}  ${decisionOf(score)}`);
	}
	const wrong = pairs.filter(
		({ kind, score }) =>
			(kind === 'different' && score >= REFUSE) || (kind === 'same' && score < ACCEPT)
	);
	if (wrong.length > 0) process.exitCode = 1;
}

function decisionOf(score: number): 'accept' | 'unsure' | 'refuse' {
	if (score >= ACCEPT) return 'accept';
	return score >= REFUSE ? 'unsure' : 'refuse';
}

const rss = (): string => (process.memoryUsage().rss / 1e6).toFixed(0);
const load = (): string => (loadavg()[0] ?? 0).toFixed(1);
