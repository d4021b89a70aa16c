// The candidates of `bench:wall`, in a process of their own: each with a computer and a phone, their sockets, pings with a
// report and real pictures. Each enters when the phone films.
import { randomUUID } from 'node:crypto';
import type { DesktopReport } from '../../../src/lib/live/device-messages.ts';
import { DESKTOP_PICTURES } from '../../../src/lib/live/small-picture.ts';
import { command, connect, sendPictures, type Device } from './device.ts';
import { bindPhone, sendStills } from './phone.ts';
import { wallNow, type Counts, type FromClients, type Share, type ToClients } from './wire.ts';

const PING_EVERY_MS = 5000;
const AT_ONCE = 16;

const say = (message: FromClients): void => void process.send?.(message);
const counts: Counts = {
	...{ sockets: 0, lost: 0, pongs: 0, silences: 0 },
	...{ picturesTaken: 0, bytesTaken: 0, picturesRefused: 0, picturesPassed: 0, refusals: {} }
};
const desktops = new Map<string, Device>();

function report(): DesktopReport {
	const now = Math.round(wallNow());
	return {
		battery: { level: 0.8, charging: false },
		...{ savedTo: now - 800, safeTo: now - 2000 - Math.round(Math.random() * 2000) },
		...{ backlogBytes: 150_000, roundTripMs: 20 + Math.round(Math.random() * 30) }
	};
}

async function note(attempt: string): Promise<void> {
	const desktop = desktops.get(attempt);
	if (!desktop) return;
	const sentAt = wallNow();
	const at = Math.round(sentAt);
	const incident = { id: randomUUID(), kind: 'several-displays', track: null } as const;
	const data = { ...incident, from: at, until: null };
	await command(desktop, 'attempt/commands', { type: 'incident.noted', data, payload: null });
	say({ noted: attempt, sentAt });
}

async function begin({ port, candidates, pictures }: Share): Promise<void> {
	const origin = `http://127.0.0.1:${String(port)}`;
	const queue = [...candidates];
	const pictured: (() => void)[] = [];
	const enter = async (): Promise<void> => {
		for (let next = queue.pop(); next; next = queue.pop()) {
			const desktop: Device = { origin, token: next.token, counts };
			desktops.set(next.attempt, desktop);
			await connect(desktop, { ms: PING_EVERY_MS, report });
			if (!pictures) continue;
			const phone = await bindPhone(desktop);
			await command(desktop, 'attempt/commands', {
				...{ type: 'stage.confirmed', data: { stage: 'devices' } }
			});
			pictured.push(() => picture(desktop, phone, pictures));
		}
	};
	await Promise.all(Array.from({ length: AT_ONCE }, enter));
	for (const begun of pictured) begun();
	say({ ready: candidates.length });
}

function picture(
	desktop: Device,
	phone: Device,
	{ of, everyMs }: NonNullable<Share['pictures']>
): void {
	for (const track of DESKTOP_PICTURES)
		sendPictures(desktop, {
			...{ path: `attempt/picture/${track}`, pictures: of[track], everyMs: everyMs.desktop }
		});
	sendStills(phone, of.evidence, everyMs.phone);
}

process.on('message', (message: ToClients) => {
	if ('share' in message) void begin(message.share);
	else if ('note' in message) void note(message.note);
	else say({ counts });
});
