// The page's sender against the real handler over a line that breaks: nothing is lost, nothing is taken twice.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { silentLog } from '../../shared/log.ts';
import { sendHandIn, type SenderEvents, type SenderPorts } from '../browser/hand-in-sender.ts';
import { handInCounter, headerOf, outcomesOf, type Device } from '../testing/hand-in-counter.ts';
import { addPart } from '../testing/sample-hand-in.ts';
import { temporaryFolder, type TemporaryFolder } from '../testing/temporary-folder.ts';
import { serve } from '../testing/upload-server.ts';
import { createHandInDrop, type HandInDrop } from './hand-in-drop.ts';
import { createHandInHandler } from './hand-in-handler.ts';

const { service, taker, newDevice, fileOf, logOf } = await handInCounter();

let folder: TemporaryFolder;
let drop: HandInDrop;
let server: Awaited<ReturnType<typeof serve>>;
let device: Device;
let file: Blob;

beforeAll(async () => {
	folder = await temporaryFolder();
	drop = createHandInDrop({ dataDir: folder.path, log: silentLog, minFreeBytes: 0 });
	const handler = createHandInHandler({
		...{ service, drop, log: silentLog },
		personOf: () => Promise.resolve(taker.person),
		allowOrigin: () => true,
		addressOf: () => '127.0.0.1'
	});
	server = await serve((req, res) => void handler.handle(req, res));
});
afterAll(async () => {
	await server.close();
	await drop.close();
	await folder.remove();
});
beforeEach(async () => {
	device = await newDevice();
	await addPart(device.vault, headerOf(device), 3_300_000);
	file = new Blob([new Uint8Array(await fileOf(device, { frameBytes: 1024 * 1024 }))]);
});

const quiet: SenderEvents = { sending: () => {}, checking: () => {} };
const line = (fetchOver: SenderPorts['fetch']): SenderPorts => ({
	fetch: fetchOver,
	sleep: (_, signal) => {
		signal.throwIfAborted();
		return Promise.resolve();
	},
	random: () => 0
});
const over = (url: string, init: RequestInit): Promise<Response> =>
	fetch(server.origin + url, {
		...init,
		headers: { origin: server.origin, ...(init.headers as Record<string, string>) }
	});
const never = new AbortController().signal;

test('[C24] over a line that loses requests and answers in turn', async () => {
	let nth = 0;
	const waits: boolean[] = [];
	const bad: SenderPorts['fetch'] = async (url, init) => {
		nth++;
		if (nth % 4 === 1) throw new TypeError('no network');
		const answer = await over(url, init);
		if (nth % 4 === 3) throw new TypeError('the answer was lost');
		return nth % 8 === 4 ? new Response('<html>502</html>', { status: 502 }) : answer;
	};
	const handed = await sendHandIn(file, line(bad), never, {
		...quiet,
		sending: (_, waiting) => waits.push(waiting)
	});
	expect(handed.ok && outcomesOf(handed.value.outcome)).toEqual(['taken']);
	expect(waits).toContain(true);
	expect((await logOf(device)).filter((type) => type === 'part.verified')).toHaveLength(1);
	// once more: known at once, no byte goes over the line
	const methods: (string | undefined)[] = [];
	const again = await sendHandIn(
		file,
		line((url, init) => {
			methods.push(init.method);
			return over(url, init);
		}),
		never,
		quiet
	);
	expect(again).toMatchObject({ ok: true, value: { repeated: true } });
	expect(methods).toEqual([undefined]);
});

test('[C24] a page that was closed goes on where it was', async () => {
	const stop = new AbortController();
	const until = sendHandIn(file, line(over), stop.signal, {
		...quiet,
		sending: (sent) => {
			if (sent > 2_000_000) stop.abort();
		}
	});
	await expect(until).rejects.toThrow();
	const starts: number[] = [];
	const handed = await sendHandIn(file, line(over), never, {
		...quiet,
		sending: (sent) => starts.push(sent)
	});
	expect(starts[0]).toBeGreaterThanOrEqual(2_000_000);
	expect(handed.ok && outcomesOf(handed.value.outcome)).toEqual(['taken']);
});

test('[C24] what no waiting mends ends with its code', async () => {
	const send = async (blob: Blob, ports = line(over)) => {
		const handed = await sendHandIn(blob, ports, never, quiet);
		return handed.ok ? null : handed.error;
	};
	expect(await send(new Blob(['a letter']))).toBe('hand-in.not-a-file');
	expect(await send(file.slice(0, 50))).toBe('hand-in.truncated');
	const gone = { size: 10, slice: () => gone, arrayBuffer: () => Promise.reject(new Error()) };
	expect(await send(gone as unknown as Blob)).toBe('hand-in.not-readable');
	const denied = line(() =>
		Promise.resolve(Response.json({ code: 'access.denied' }, { status: 403 }))
	);
	expect(await send(file, denied)).toBe('access.denied');
});
