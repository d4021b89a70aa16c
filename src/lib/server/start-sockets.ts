// Everything that speaks on sockets, put together: devices, staff, live views, and what the database tells them all.
import type { IncomingMessage } from 'node:http';
import type { Accounts } from '../accounts/server/accounts.ts';
import type { Places } from '../accounts/server/place.repository.ts';
import { ATTEMPT_CHANNEL, type DatabaseAttemptWriter } from '../attempt/server/attempt-writer.ts';
import type { DeviceGrant } from '../attempt/server/tokens.ts';
import { PHONE_CHANNEL } from '../evidence/server/phone-report.repository.ts';
import { startPhoneReports } from '../evidence/server/phone-reports.ts';
import { startPhoneWatch } from '../evidence/server/phone-watch.ts';
import { startPaperRelease } from '../exam/server/paper-release.ts';
import type { createPaperService, ReleasedKey } from '../exam/server/paper.service.ts';
import { startDesktopReports } from '../invigilation/server/desktop-reports.ts';
import { startStaffRooms } from '../invigilation/server/staff-rooms.ts';
import { startDatabaseFeed } from '../live/server/database-feed.ts';
import { createHub } from '../live/server/hub.ts';
import { LIVE_CHANNEL } from '../live/server/live-letters.repository.ts';
import { startLiveRelay } from '../live/server/live-relay.ts';
import { PICTURE_CHANNEL } from '../live/server/picture.repository.ts';
import { createPictureRelay } from '../live/server/picture-relay.ts';
import { createPictureFiles } from '../live/server/picture-files.ts';
import { startPictureSweep } from '../live/server/picture-sweep.ts';
import { WIRE_VERSION, type ServerMessage } from '../live/wire.ts';
import type { Log } from '../shared/log.ts';
import { liveConfigOf, type Config } from './config.ts';
import type { Db } from './db/database.ts';
import { clientAddress } from './forwarded.ts';
import type { MasterKey } from './sealing/master-key.ts';
import type { ServerClock } from './server-clock.ts';

interface SocketParts {
	readonly db: Db;
	readonly url: string;
	readonly clock: ServerClock;
	readonly log: Log;
	readonly config: Config;
	readonly masterKey: MasterKey;
	readonly writer: DatabaseAttemptWriter;
	readonly accounts: Accounts;
	readonly places: Places;
	readonly papers: ReturnType<typeof createPaperService>;
	readonly epoch: string;
	allowed(request: IncomingMessage): boolean;
	grantOf(token: string): Promise<DeviceGrant | null>;
	/** Signs of life, by lease (C8). */
	heard(lease: string): void;
}

export async function startSockets(parts: SocketParts) {
	const { db, url, clock, log, config, masterKey, writer, accounts, places, papers } = parts;
	const { epoch, allowed, grantOf, heard } = parts;
	await using starting = new AsyncDisposableStack();
	const desktopReports = startDesktopReports({ db, clock, log });
	starting.defer(desktopReports.stop);
	const hub = createHub({
		epoch,
		clock,
		log,
		allowed,
		authorize: grantOf,
		heard,
		reported: (grant, report) => phoneReports.heard(grant, report),
		desktopReported: desktopReports.heard,
		toViewer: (grant, message) => live.fromDevice(grant, message),
		left: (lease) => live.deviceLeft(lease),
		greeting: async (grant) => {
			const key = await papers.key(grant);
			return key.ok ? keyMessage(key.value) : null;
		}
	});
	const phoneReports = startPhoneReports({ db, clock, log, desktops: hub });
	starting.defer(phoneReports.stop);
	starting.defer(startPhoneWatch({ db, writer, clock, log, reports: phoneReports }).stop);
	const pictureFiles = createPictureFiles(config.DATA_DIR);
	starting.defer(startPictureSweep({ db, clock, log, files: pictureFiles }).stop);
	const release = await startPaperRelease({
		...{ db, clock, masterKey, log },
		deliver: (attempt, lease, key) => hub.deliver({ attempt, lease }, keyMessage(key))
	});
	starting.defer(release.stop);
	const changed = (attempt: string): void => {
		release.changed(attempt);
		hub.changed(attempt);
	};
	const changedAll = (): void => {
		release.changedAll();
		hub.changedAll();
	};
	const staffRooms = startStaffRooms({
		...{ db, epoch, clock, log, allowed, places },
		personOf: accounts.sessions.personOf,
		addressOf: (request) => clientAddress(request, config),
		onLive: (viewer, device) => live.ask({ ...viewer, device }),
		onSignal: ({ viewer }, data) => live.signal(viewer, data),
		onLiveEnd: ({ viewer }) => live.end(viewer)
	});
	starting.defer(staffRooms.stop);
	const live = startLiveRelay({
		...{ db, clock, log, audit: accounts.audit, devices: hub, viewers: staffRooms.feed },
		config: liveConfigOf(config)
	});
	starting.defer(live.stop);
	const listening = [
		{
			[ATTEMPT_CHANNEL]: changed,
			[PHONE_CHANNEL]: phoneReports.written,
			[LIVE_CHANNEL]: live.announced,
			[PICTURE_CHANNEL]: createPictureRelay({ files: pictureFiles, audience: staffRooms.feed, log })
		},
		staffRooms.channels
	];
	const reconnected = (): void => {
		changedAll();
		staffRooms.reconnected();
	};
	starting.defer(startDatabaseFeed(url, log, { listening, reconnected }).stop);
	starting.defer(hub.close);
	const running = starting.move();
	return { hub, staff: staffRooms.feed, pictureFiles, stop: () => running.disposeAsync() };
}

const keyMessage = (key: ReleasedKey): ServerMessage => ({
	v: WIRE_VERSION,
	type: 'key',
	...key
});
