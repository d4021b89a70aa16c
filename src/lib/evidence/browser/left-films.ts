// Films that this browser made for other attempts and has not wholly sent: they go on uploading beside the one that is
// filmed now, and are named to the end (P6). Nothing is recorded for them any more.
import { openDeviceUploads } from '../../attempt/browser/device-uploads.ts';
import type { KeptAttempts } from '../../attempt/browser/kept-attempts.ts';
import { createRecordingDuty } from '../../attempt/recording-duty.ts';
import { createIdbVault } from '../../recording/browser/idb-vault.ts';
import type { DeviceRecording } from '../../recording/device-recording.ts';
import { systemTimers } from '../../shared/browser/system-timers.ts';
import type { PhoneState } from '../phone-state.ts';
import {
	heardOfPhone,
	openPhoneSession,
	PHONE_RECORDINGS,
	type KeptPhone
} from './phone-session.ts';

type Recording = Pick<DeviceRecording, 'record' | 'comeBack' | 'stop' | 'witnesses'>;

const NOTHING_RECORDS: Recording = {
	record() {},
	comeBack() {},
	stop: () => Promise.resolve(),
	witnesses: () => []
};

/**
 * @param present the attempt that this page is about; its film is its own page's matter
 * @returns a function that ends the sending
 */
export async function sendLeftFilms(
	phones: KeptAttempts<PhoneState>,
	present: string
): Promise<() => Promise<void>> {
	const others = (await phones.all()).filter(({ attempt }) => attempt !== present);
	const stops: (() => Promise<void>)[] = [];
	for (const one of others) if (await isLeft(one)) stops.push(await send(phones, one));
	return async () => void (await Promise.all(stops.map((stop) => stop())));
}

async function isLeft({ attempt, view }: KeptPhone): Promise<boolean> {
	const film = await (await createIdbVault(PHONE_RECORDINGS)).parts(attempt);
	return film.length > 0 && !(view?.manifest && film.every(({ verified }) => verified));
}

async function send(
	phones: KeptAttempts<PhoneState>,
	kept: KeptPhone
): Promise<() => Promise<void>> {
	// the one that is filmed now stays the one that was used last
	const quietly = {
		...phones,
		put: (next: KeptPhone) => phones.put({ ...next, usedAt: kept.usedAt })
	};
	const session = await openPhoneSession(quietly, kept);
	const { vault, uploads } = await openDeviceUploads(session, PHONE_RECORDINGS);
	const duty = createRecordingDuty({
		...{ link: session, vault, uploads, recording: NOTHING_RECORDS, timers: systemTimers },
		wish: () => 'stop',
		heard: () => heardOfPhone(session.told()),
		published: () => session.told()?.published ?? false
	});
	duty.follow();
	return async () => {
		await duty.close();
		session.close();
		await uploads.stop();
	};
}
