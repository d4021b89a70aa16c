// A share of the candidates of `bench:start`, in a process of its own: the device's own code (paper-opening.ts,
// paper-server.ts) over real HTTP and WebSockets. Times are by the server's clock, estimated as a device does it.
import { WebSocket } from 'ws';
import { createPaperServer } from '../../src/lib/exam/browser/paper-server.ts';
import { createPaperOpening } from '../../src/lib/exam/paper-opening.ts';
import type { KeptPaper } from '../../src/lib/exam/paper-ports.ts';
import { addSample, estimateOffset, type ClockSample } from '../../src/lib/live/clock-offset.ts';
import { backoffDelay } from '../../src/lib/shared/backoff.ts';
import { systemTimers } from '../../src/lib/shared/browser/system-timers.ts';

export interface Share {
	readonly port: number;
	readonly startsAt: number;
	/** Reads after a welcome or a change are spread over this (ms). */
	readonly spreadMs: number;
	readonly candidates: readonly { readonly attempt: string; readonly token: string }[];
}

export interface ClientReport {
	/** For each candidate: key here, paper open; ms after the start second; null = never. */
	readonly keyAt: (number | null)[];
	readonly openAt: (number | null)[];
	/** When each request was sent, ms after the start second, and to where. */
	readonly requests: [number, string][];
}

/** As the device does it (connection.ts, attempt-session.ts). */
const RECONNECT = { firstMs: 500, maxMs: 5000 };
const READ_EVERY_MS = 15_000;
const PINGS = 4;

const monotonic = (): number => performance.timeOrigin + performance.now();
let samples: readonly ClockSample[] = [];
const now = (): number => monotonic() + (estimateOffset(samples)?.offsetMs ?? 0);

const requests: [number, string][] = [];
const ends: (() => void)[] = [];
/** The sitting is over for us; nobody connects again beside the floor. */
let ended = false;
let startsAt = Infinity;
const originalFetch = globalThis.fetch;
globalThis.fetch = (input, init) => {
	requests.push([now() - startsAt, new URL(String(input)).pathname]);
	return originalFetch(input, init);
};

/**
 * Each device has a processor of its own; here hundreds share one. So what they do with the key is done one after the
 * other once the keys have come, each timed by itself, and counted from the moment its key came.
 */
const QUIET_MS = 60;
const turns: (() => Promise<void>)[] = [];
let working: NodeJS.Timeout | undefined;
function inTurn(work: () => Promise<void>): void {
	turns.push(work);
	clearTimeout(working);
	working = setTimeout(() => void workOff(), QUIET_MS);
}
async function workOff(): Promise<void> {
	for (let work = turns.shift(); work; work = turns.shift()) await work();
}

function candidate(share: Share, index: number, report: ClientReport) {
	const { attempt = '', token = '' } = share.candidates[index] ?? {};
	const base = `http://127.0.0.1:${String(share.port)}`;
	const kept = new Map<string, KeptPaper>();
	const opening = createPaperOpening({
		attempt,
		clock: { now: () => Math.round(now()) },
		timers: systemTimers,
		random: Math.random,
		store: {
			kept: async (id) => kept.get(id),
			keep: async (paper) => void kept.set(paper.attempt, paper)
		},
		server: createPaperServer(() => token, base),
		subtle: crypto.subtle,
		changed: () => {},
		opened() {
			const [arrived, begun] = [report.keyAt[index] ?? null, begunAt];
			const openAt = now() - share.startsAt;
			report.openAt[index] = arrived === null || begun === null ? openAt : arrived + openAt - begun;
			done.resolve(undefined);
		}
	});
	const done = Promise.withResolvers<undefined>();
	let begunAt: number | null = null;
	const facts = (connected: boolean): void =>
		opening.update({ startsAt: share.startsAt, enteredAt: share.startsAt - 1, connected });
	const read = async (): Promise<void> => {
		if (share.spreadMs > 0)
			await new Promise((resolve) => setTimeout(resolve, Math.random() * share.spreadMs));
		const headers = { authorization: `Bearer ${token}` };
		await fetch(`${base}/api/attempt`, { headers }).then(
			(answer) => answer.arrayBuffer(),
			() => {}
		);
	};
	const ready = Promise.withResolvers<undefined>();
	let failures = 0;
	function connect(): void {
		const socket = new WebSocket(`ws://127.0.0.1:${String(share.port)}/ws`);
		const ping = (): void => {
			if (socket.readyState === socket.OPEN)
				socket.send(JSON.stringify({ v: 1, type: 'ping', sentAt: monotonic() }));
		};
		socket.on('open', () => socket.send(JSON.stringify({ v: 1, type: 'hello', token })));
		socket.on('message', (data: Buffer) => {
			const receivedAt = monotonic();
			const message = JSON.parse(String(data)) as Record<string, unknown> & { type: string };
			if (message.type === 'key') {
				if (report.keyAt[index] !== null) return;
				report.keyAt[index] = now() - share.startsAt;
				inTurn(async () => {
					begunAt = now() - share.startsAt;
					opening.pushed(message as never);
					await done.promise;
				});
			} else if (message.type === 'pong') {
				const { sentAt, now: serverAt } = message as unknown as { sentAt: number; now: number };
				samples = addSample(samples, { sentAt, receivedAt, serverAt });
			} else if (message.type === 'welcome') {
				failures = 0;
				facts(true);
				if (index < 5) for (let n = 0; n < PINGS; n++) setTimeout(ping, n * 100);
				void read();
				ready.resolve(undefined);
			} else if (message.type === 'changed') void read();
		});
		socket.on('error', () => {});
		socket.on('close', () => {
			if (ended) return;
			facts(false);
			failures++;
			const timer = setTimeout(connect, backoffDelay(RECONNECT, failures, Math.random()));
			ends.push(() => clearTimeout(timer));
		});
		ends.push(() => socket.terminate());
	}
	const phase = setTimeout(() => {
		const timer = setInterval(() => void read(), READ_EVERY_MS);
		ends.push(() => clearInterval(timer));
	}, Math.random() * READ_EVERY_MS);
	ends.push(() => clearTimeout(phase), opening.close);
	facts(false);
	connect();
	return { ready: ready.promise, here: () => kept.has(attempt) };
}

/** The floor: a bare socket that is told one thing by a bare server. */
async function listenBare(port: number, sockets: number): Promise<(number | null)[]> {
	const heard: (number | null)[] = Array<null>(sockets).fill(null);
	const all = Array.from({ length: sockets }, (_, index) => {
		const socket = new WebSocket(`ws://127.0.0.1:${String(port)}`);
		socket.on('message', (data: Buffer) => {
			heard[index] = monotonic() - (JSON.parse(String(data)) as { sentAt: number }).sentAt;
		});
		return new Promise<WebSocket>((resolve) => socket.on('open', () => resolve(socket)));
	});
	const open = await Promise.all(all);
	process.send?.({ bareReady: true });
	while (heard.includes(null)) await new Promise((resolve) => setTimeout(resolve, 20));
	for (const socket of open) socket.terminate();
	return heard;
}

let report: ClientReport | null = null;
process.on(
	'message',
	(message: { share?: Share; bare?: number; sockets?: number; report?: true }) => {
		if (message.share) void begin(message.share);
		if (message.report) process.send?.({ report });
		if (message.bare !== undefined) {
			ended = true;
			for (const end of ends.splice(0)) end();
			void listenBare(message.bare, message.sockets ?? 0).then((bare) => process.send?.({ bare }));
		}
	}
);

async function begin(share: Share): Promise<void> {
	startsAt = share.startsAt;
	const none = () => Array<number | null>(share.candidates.length).fill(null);
	const made: ClientReport = { keyAt: none(), openAt: none(), requests };
	report = made;
	const all = [];
	for (let index = 0; index < share.candidates.length; index++) {
		all.push(candidate(share, index, made));
		// they arrive over minutes, not at once
		if (index % 10 === 9) await new Promise((resolve) => setTimeout(resolve, 40));
	}
	await Promise.all(all.map((one) => one.ready));
	while (!all.every((one) => one.here())) await new Promise((resolve) => setTimeout(resolve, 50));
	process.send?.({ ready: true });
}
