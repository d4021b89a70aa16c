// One device of `bench:wall`, computer or phone: its requests, its socket with pings and a report, and its pictures, sent
// as the real one sends them.
import { randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';
import type { DesktopReport } from '../../../src/lib/live/device-messages.ts';
import type { Command } from '../../../src/lib/live/requests.ts';
import { WIRE_VERSION, type PhoneReport } from '../../../src/lib/live/wire.ts';
import { wallNow, type Counts } from './wire.ts';

export interface Device {
	readonly origin: string;
	/** Empty: it has none yet. */
	readonly token: string;
	readonly counts: Counts;
}

const headersOf = ({ origin, token }: Device, type: string): Record<string, string> => ({
	...(token && { authorization: `Bearer ${token}` }),
	...{ 'content-type': type, origin }
});

/** Throws when it is refused. */
export async function post(device: Device, path: string, body: object): Promise<unknown> {
	const answer = await fetch(`${device.origin}/api/${path}`, {
		method: 'POST',
		headers: headersOf(device, 'application/json'),
		body: JSON.stringify({ v: WIRE_VERSION, ...body })
	});
	const text = await answer.text();
	if (!answer.ok) throw new Error(`${path}: ${String(answer.status)} ${text.slice(0, 200)}`);
	return JSON.parse(text);
}

/** Null: no answer; the next change of the attempt asks again. */
export async function read(device: Device, path: string): Promise<unknown> {
	try {
		const headers = headersOf(device, 'application/json');
		const answer = await fetch(`${device.origin}/api/${path}`, { headers });
		return await answer.json();
	} catch {
		return null;
	}
}

type Said = Pick<Command, 'type' | 'data'> & { readonly payload?: null };

/** One after the other; throws when one is refused. */
export async function command(
	device: Device,
	path: 'attempt/commands' | 'evidence/commands',
	...said: readonly Said[]
): Promise<void> {
	const clientAt = Math.round(wallNow());
	const commands = said.map((one) => ({ id: randomUUID(), clientAt, ...one }));
	const { outcomes } = (await post(device, path, { epoch: null, commands })) as {
		outcomes: readonly { readonly refused: string | null }[];
	};
	const refused = outcomes.findIndex((one) => one.refused !== null);
	if (refused >= 0)
		throw new Error(`${said[refused]?.type ?? ''}: ${String(outcomes[refused]?.refused)}`);
}

/** Until the server has let it in. */
export function connect(
	{ origin, token, counts }: Device,
	every: {
		readonly ms: number;
		readonly report: () => DesktopReport | PhoneReport;
		/** Something about its attempt is another. */
		readonly changed?: () => void;
	}
): Promise<void> {
	return new Promise((resolve, reject) => {
		const socket = new WebSocket(`${origin.replace('http', 'ws')}/ws`, { headers: { origin } });
		let isIn = false;
		const say = (message: object): void =>
			socket.send(JSON.stringify({ v: WIRE_VERSION, ...message }));
		const ping = (): void => {
			if (socket.readyState !== WebSocket.OPEN) return;
			say({ type: 'ping', sentAt: wallNow(), report: every.report() });
		};
		socket.on('error', reject);
		socket.on('close', () => {
			if (isIn) counts.lost++;
			reject(new Error('closed'));
		});
		socket.on('open', () => say({ type: 'hello', token }));
		socket.on('message', (data) => {
			const { type } = JSON.parse(String(data)) as { type: string };
			if (type === 'pong') counts.pongs++;
			if (type === 'changed') every.changed?.();
			if (type !== 'welcome') return;
			isIn = true;
			counts.sockets++;
			// nobody's pings keep step with another's
			setTimeout(() => setInterval(ping, every.ms), Math.random() * every.ms);
			ping();
			resolve();
		});
	});
}

/** One every so often; a turn in which the one before is still on its way is passed over, as by real devices. */
export function sendPictures(
	device: Device,
	way: { readonly path: string; readonly pictures: readonly string[]; readonly everyMs: number }
): void {
	const { path, everyMs } = way;
	const pictures = way.pictures.map((one) => Buffer.from(one, 'base64'));
	let turn = Math.floor(Math.random() * pictures.length);
	let busy = false;
	const send = async (): Promise<void> => {
		const picture = pictures[turn++ % pictures.length];
		if (!picture) return;
		if (busy) return void device.counts.picturesPassed++;
		busy = true;
		note(device.counts, picture, await put(device, path, picture));
		busy = false;
	};
	setTimeout(() => setInterval(() => void send(), everyMs), Math.random() * everyMs);
}

/** @returns why it was refused, null = it was not */
async function put(
	device: Device,
	path: string,
	body: Buffer<ArrayBuffer>
): Promise<string | null> {
	try {
		const headers = headersOf(device, 'image/jpeg');
		const answer = await fetch(`${device.origin}/api/${path}`, { method: 'PUT', headers, body });
		const { code } = (await answer.json()) as { code?: string };
		return answer.ok ? null : (code ?? String(answer.status));
	} catch {
		return 'no answer';
	}
}

function note(counts: Counts, { byteLength }: Buffer, refused: string | null): void {
	if (refused === null) {
		counts.picturesTaken++;
		counts.bytesTaken += byteLength;
	} else {
		counts.picturesRefused++;
		counts.refusals[refused] = (counts.refusals[refused] ?? 0) + 1;
	}
}
