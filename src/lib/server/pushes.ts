// Everything that is pushed, put together: the sockets of devices and of staff, what they say of themselves, small pictures,
// keys at their second, and the database's word that something changed. Part of the composition root (app.ts).
import type { IncomingMessage } from 'node:http';
import type { Person } from '../accounts/permissions.ts';
import type { Audit } from '../accounts/server/audit.ts';
import type { Places } from '../accounts/server/place.repository.ts';
import type { DatabaseAttemptWriter } from '../attempt/server/attempt-writer.ts';
import type { DeviceHearing } from '../attempt/server/device-hearing.ts';
import type { DeviceGrant } from '../attempt/server/tokens.ts';
import type { createPaperService } from '../exam/server/paper.service.ts';
import type { Log } from '../shared/log.ts';
import type { Config } from './config.ts';
import type { Db } from './db/database.ts';
import { createPictures } from '../live/server/pictures.ts';
import { clientAddress } from './forwarded.ts';
import type { MasterKey } from './sealing/master-key.ts';
import type { ServerClock } from './server-clock.ts';
import { ATTEMPT_CHANNEL } from '../attempt/server/attempt-writer.ts';
import { LIVE_CHANNEL } from '../live/server/live-letters.repository.ts';
import { PHONE_CHANNEL } from '../evidence/server/phone-report.repository.ts';
import { PICTURE_CHANNEL } from '../live/server/picture.repository.ts';
import { WIRE_VERSION, type ServerMessage } from '../live/wire.ts';
import { createHub } from '../live/server/hub.ts';
import { createPictureFiles } from '../live/server/picture-files.ts';
import { createPictureRelay } from '../live/server/picture-relay.ts';
import { liveConfigOf } from './config.ts';
import { startDatabaseFeed } from '../live/server/database-feed.ts';
import { startDesktopReports } from '../invigilation/server/desktop-reports.ts';
import { startLiveRelay } from '../live/server/live-relay.ts';
import { startPaperRelease } from '../exam/server/paper-release.ts';
import { startPhoneReports } from '../evidence/server/phone-reports.ts';
import { startPhoneWatch } from '../evidence/server/phone-watch.ts';
import { startPictureSweep } from '../live/server/picture-sweep.ts';
import { startStaffRooms } from '../invigilation/server/staff-rooms.ts';
import { type ReleasedKey } from '../exam/server/paper.service.ts';

export interface PushNeeds {
	readonly config: Config;
	readonly db: Db;
	/** Of the database: its notifications have a connection of their own. */
	readonly url: string;
	readonly log: Log;
	readonly clock: ServerClock;
	readonly epoch: string;
	readonly masterKey: MasterKey;
	readonly writer: DatabaseAttemptWriter;
	readonly papers: ReturnType<typeof createPaperService>;
	readonly hearing: DeviceHearing;
	readonly places: Places;
	readonly audit: Audit;
	allowed(request: IncomingMessage): boolean;
	grantOf(token: string): Promise<DeviceGrant | null>;
	personOf(secret: string): Promise<Person | null>;
}

/** @param starting ends what is started here, in reverse */
export async function startPushes(starting: AsyncDisposableStack, needs: PushNeeds) {
	const { config, db, url, log, clock, epoch, masterKey, writer, papers, hearing } = needs;
	const { places, audit, allowed, grantOf, personOf } = needs;
	const desktopReports = startDesktopReports({ db, clock, log });
	starting.defer(desktopReports.stop);
	const hub = createHub({
		epoch,
		clock,
		log,
		allowed,
		addressOf: (request) => clientAddress(request, config),
		authorize: grantOf,
		heard: hearing.heard,
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
		void release.changedAll();
		hub.changedAll();
	};
	const staffRooms = startStaffRooms({
		...{ db, epoch, clock, log, allowed, places },
		personOf,
		addressOf: (request) => clientAddress(request, config),
		onLive: (viewer, device) => live.ask({ ...viewer, device }),
		onSignal: ({ viewer }, data) => live.signal(viewer, data),
		onLiveEnd: ({ viewer }) => live.end(viewer)
	});
	starting.defer(staffRooms.stop);
	const live = startLiveRelay({
		...{ db, clock, log, audit, devices: hub, viewers: staffRooms.feed },
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
	const listens = (): void => {
		changedAll();
		staffRooms.readAgain();
	};
	starting.defer(startDatabaseFeed(url, log, { listening, listens }).stop);
	starting.defer(hub.close);

	return {
		hub,
		staff: staffRooms.feed,
		pictures: createPictures({ db, clock, files: pictureFiles })
	};
}

const keyMessage = (key: ReleasedKey): ServerMessage => ({
	v: WIRE_VERSION,
	type: 'key',
	...key
});
