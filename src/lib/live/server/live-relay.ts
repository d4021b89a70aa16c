// Live views on the server (I2): brings a viewer and a device together, in whatever processes their sockets are, and keeps
// everybody else out. What the two signal it carries and does not read; the pictures go from the one to the other.
import { randomUUID } from 'node:crypto';
import type { Audit } from '../../accounts/server/audit.ts';
import { isLookOnRecord } from '../../accounts/server/one-look.ts';
import type { DeviceGrant } from '../../attempt/server/tokens.ts';
import type { Db } from '../../server/db/database.ts';
import { startRounds } from '../../server/rounds.ts';
import type { Clock } from '../../shared/clock.ts';
import type { Log } from '../../shared/log.ts';
import type { DeviceToViewer } from './hub.ts';
import { createIceServers, type IceConfig } from './ice-servers.ts';
import { addresseeOf } from './live-letters.repository.ts';
import { startLivePost } from './live-post.ts';
import { leaseInCharge } from './live.repository.ts';
import { createShownSeats, type LiveDevices } from './shown-seats.ts';
import { createWatchingSeats, type LiveAsk, type LiveViewers } from './watching-seats.ts';

export interface LiveConfig extends IceConfig {
	/** Peers find one another over TURN alone: for trying it. */
	readonly relayOnly: boolean;
	/** Of one device at a time. */
	readonly maxViewers: number;
}

export interface LiveRelayOptions {
	readonly db: Db;
	readonly clock: Clock;
	readonly log: Log;
	readonly audit: Audit;
	readonly config: LiveConfig;
	readonly devices: LiveDevices;
	readonly viewers: LiveViewers;
	readonly everyMs?: number;
	readonly answerWithinMs?: number;
}

export interface LiveRelay {
	/** Somebody who may (`live.view`) wants to see a device. */
	ask(ask: LiveAsk): void;
	signal(viewer: string, data: string): void;
	/** The page wants it no longer, or is gone, or may not any more. */
	end(viewer: string): void;
	fromDevice(grant: DeviceGrant, message: DeviceToViewer): void;
	/** The device's last socket in this process is gone. */
	deviceLeft(lease: string): void;
	/** `LIVE_CHANNEL`'s payload. */
	announced(payload: string): void;
	stop(): Promise<void>;
}

const EVERY_MS = 20_000;
/** Some rounds in a row were missed. */
const SILENT_ROUNDS = 3.5;
const ANSWER_WITHIN_MS = 2000;

export function startLiveRelay(options: LiveRelayOptions): LiveRelay {
	const { db, clock, log, audit, config, devices, viewers } = options;
	const { everyMs = EVERY_MS, answerWithinMs = ANSWER_WITHIN_MS } = options;
	const { relayOnly, maxViewers } = config;
	const iceServers = createIceServers(config, clock);
	const common = { clock, iceServers, relayOnly, send: (letter: Letter) => post.send(letter) };

	const shown = createShownSeats({
		...{ ...common, by: randomUUID(), devices, maxViewers, silentMs: everyMs * SILENT_ROUNDS }
	});
	const watching = createWatchingSeats({
		...{ ...common, viewers, answerWithinMs, newId: randomUUID },
		leaseOf: (attempt, device) => leaseInCharge(db, attempt, device),
		async onRecord({ account, address, attempt }) {
			const look = {
				account,
				action: 'live.viewed',
				target: `attempt:${attempt}`,
				address
			} as const;
			// a peer that was built anew is no other look
			if (!(await isLookOnRecord(db, look, clock.now()))) await audit.append(look);
		}
	});
	const post = startLivePost({
		...{ db, clock, log },
		mine: (addressee) => devices.hasDevice(addressee) || watching.has(addressee),
		async deliver(letter) {
			if (letter.to === 'viewer') return watching.hear(letter);
			if (devices.hasDevice(addresseeOf(letter))) shown.hear(letter);
		}
	});
	const rounds = startRounds('live views', everyMs, log, async () => {
		shown.forget();
		await watching.look();
		return 0;
	});

	return {
		ask: (ask) => void watching.ask(ask),
		signal: watching.signal,
		end: watching.end,
		fromDevice: shown.fromDevice,
		deviceLeft: shown.deviceLeft,
		announced: post.announced,
		async stop() {
			await rounds.stop();
			watching.close();
			await post.stop();
		}
	};
}

type Letter = Parameters<ReturnType<typeof startLivePost>['send']>[0];
