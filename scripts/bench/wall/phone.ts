// A candidate's phone of `bench:wall`, by the routes of a real one: a code of the computer binds it, it has swept, it films,
// and says so again when the server has called it silent.
import { randomBytes } from 'node:crypto';
import type { PhoneReport } from '../../../src/lib/live/wire.ts';
import { command, connect, post, read, sendPictures, type Device } from './device.ts';
import { wallNow } from './wire.ts';

/** Every other second (`docs/spec/evidence.md`): what is silent for 3.5 s is on record. */
const PING_EVERY_MS = 2000;

/** Its pings begin with its film. */
export async function bindPhone(desktop: Device): Promise<Device> {
	const { code } = (await post(desktop, 'evidence/code', { replace: false })) as { code: string };
	const key = randomBytes(32).toString('base64url');
	const asking = { code, key, label: 'Bench Phone' };
	const { token } = (await post({ ...desktop, token: '' }, 'evidence/bind', asking)) as {
		token: string;
	};
	const phone = { ...desktop, token };
	const swept = { way: 'sensor', sectors: 12, ms: 20_000, faceShare: 0.9, parts: [] } as const;
	const filming = { type: 'phone.filming', data: { since: Math.round(wallNow()) } } as const;
	await command(phone, 'evidence/commands', { type: 'phone.swept', data: swept }, filming);
	let reading = false;
	const changed = async (): Promise<void> => {
		if (reading) return;
		reading = true;
		const told = (await read(phone, 'evidence')) as { phone?: string } | null;
		if (told?.phone === 'interrupted') {
			phone.counts.silences++;
			await command(phone, 'evidence/commands', filming);
		}
		reading = false;
	};
	await connect(phone, { ms: PING_EVERY_MS, report, changed: () => void changed() });
	return phone;
}

export const sendStills = (phone: Device, pictures: readonly string[], everyMs: number): void =>
	sendPictures(phone, { path: 'evidence/picture', pictures, everyMs });

function report(): PhoneReport {
	const now = Math.round(wallNow());
	return {
		...{ page: 'filming', awake: true, sectors: null, faceShare: null },
		battery: { level: 0.7, charging: false },
		...{ savedTo: now - 800, safeTo: now - 2000 - Math.round(Math.random() * 2000) }
	};
}
