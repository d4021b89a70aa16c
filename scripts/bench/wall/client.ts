// A share of the candidates of `bench:wall`, in a process of its own: each with its socket, pings with a report, and
// real pictures, sent as their computers send them.
import { randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';
import type { DesktopReport } from '../../../src/lib/live/device-messages.ts';
import { wallNow, type FromClients, type Share, type ToClients } from './wire.ts';

const PING_EVERY_MS = 5000;
const CONNECT_AT_ONCE = 50;

type Candidate = Share['candidates'][number];

const say = (message: FromClients): void => void process.send?.(message);
const counts = { picturesTaken: 0, picturesRefused: 0, pongs: 0, lost: 0 };
let share: Share;
let origin = '';

const headersOf = ({ token }: Candidate, type: string): Record<string, string> => ({
	authorization: `Bearer ${token}`,
	'content-type': type,
	origin
});

function report(): DesktopReport {
	const now = Math.round(wallNow());
	return {
		battery: { level: 0.8, charging: false },
		...{ savedTo: now - 800, safeTo: now - 2000 - Math.round(Math.random() * 2000) },
		...{ backlogBytes: 150_000, roundTripMs: 20 + Math.round(Math.random() * 30) }
	};
}

function connect(candidate: Candidate): Promise<void> {
	return new Promise((resolve, reject) => {
		const socket = new WebSocket(`${origin.replace('http', 'ws')}/ws`, { headers: { origin } });
		socket.on('error', reject);
		socket.on('close', () => counts.lost++);
		socket.on('open', () =>
			socket.send(JSON.stringify({ v: 1, type: 'hello', token: candidate.token }))
		);
		const ping = (): void => {
			if (socket.readyState !== WebSocket.OPEN) return;
			socket.send(JSON.stringify({ v: 1, type: 'ping', sentAt: wallNow(), report: report() }));
		};
		socket.on('message', (data) => {
			const { type } = JSON.parse(String(data)) as { type: string };
			if (type === 'pong') counts.pongs++;
			if (type !== 'welcome') return;
			// nobody's pings keep step with another's
			setTimeout(() => setInterval(ping, PING_EVERY_MS), Math.random() * PING_EVERY_MS);
			ping();
			resolve();
		});
	});
}

function sendPictures(candidate: Candidate, everyMs: number): void {
	for (const track of ['camera', 'screen'] as const) {
		let turn = Math.floor(Math.random() * share.pictures[track].length);
		const send = async (): Promise<void> => {
			const picture = share.pictures[track][turn++ % share.pictures[track].length] ?? '';
			const answer = await fetch(`${origin}/api/attempt/picture/${track}`, {
				method: 'PUT',
				headers: headersOf(candidate, 'image/jpeg'),
				body: Buffer.from(picture, 'base64')
			}).catch(() => null);
			await answer?.arrayBuffer();
			if (answer?.ok) counts.picturesTaken++;
			else counts.picturesRefused++;
		};
		setTimeout(() => setInterval(() => void send(), everyMs), Math.random() * everyMs);
	}
}

async function note(attempt: string): Promise<void> {
	const candidate = share.candidates.find((one) => one.attempt === attempt);
	if (!candidate) return;
	const sentAt = wallNow();
	const at = Math.round(sentAt);
	const command = {
		...{ id: randomUUID(), clientAt: at, type: 'incident.noted' },
		data: {
			...{ id: randomUUID(), kind: 'several-displays', track: null },
			...{ from: at, until: null }
		},
		payload: null
	};
	const answer = await fetch(`${origin}/api/attempt/commands`, {
		method: 'POST',
		headers: headersOf(candidate, 'application/json'),
		body: JSON.stringify({ v: 1, epoch: null, commands: [command] })
	});
	const { outcomes } = (await answer.json()) as { outcomes?: { refused: string | null }[] };
	const refused = outcomes?.[0]?.refused;
	if (refused !== null) throw new Error(`not noted: ${String(answer.status)} ${String(refused)}`);
	say({ noted: attempt, sentAt });
}

process.on('message', (message: ToClients) => {
	if ('share' in message) void begin(message.share);
	else if ('note' in message) void note(message.note);
	else say({ counts });
});

async function begin(given: Share): Promise<void> {
	share = given;
	origin = `http://127.0.0.1:${String(given.port)}`;
	const { candidates, picturesEveryMs } = given;
	for (let at = 0; at < candidates.length; at += CONNECT_AT_ONCE)
		await Promise.all(candidates.slice(at, at + CONNECT_AT_ONCE).map(connect));
	if (picturesEveryMs !== null)
		for (const candidate of candidates) sendPictures(candidate, picturesEveryMs);
	say({ ready: candidates.length });
}
