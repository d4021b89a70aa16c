// The one composition root: what is made of what. Kit's routes, the upload handler and the sockets all use this.
import { mkdir } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { version } from '../../../package.json' with { type: 'json' };
import { createAccounts } from '../accounts/server/accounts.ts';
import { createPlaces } from '../accounts/server/place.repository.ts';
import { sessionSecretIn } from '../accounts/session-cookie.ts';
import { startAttemptScheduler } from '../attempt/server/attempt-scheduler.ts';
import { createAttemptService } from '../attempt/server/attempt.service.ts';
import { createAttemptWriter } from '../attempt/server/attempt-writer.ts';
import { createEchoedHeads } from '../attempt/server/echoed-heads.ts';
import { createLeaseService } from '../attempt/server/lease.service.ts';
import { startLeaseSweep } from '../attempt/server/lease-sweep.ts';
import { startDeviceHearing } from '../attempt/server/device-hearing.ts';
import { grantOfToken, type DeviceGrant } from '../attempt/server/tokens.ts';
import { startDeviceChecks } from '../check/server/device-checks.ts';
import { createDeskPasswords } from '../desk/server/desk-password.service.ts';
import { createDesk } from '../desk/server/desk.service.ts';
import { createPairingService } from '../evidence/server/pairing.service.ts';
import { createPhoneStates } from '../evidence/server/phone-state.service.ts';
import { createPaperService } from '../exam/server/paper.service.ts';
import { createLotService } from '../exam/server/lot.service.ts';
import { createArrivals } from '../exam/server/arrival.service.ts';
import { createHelp } from '../help/server/help.ts';
import { startIdentity } from '../identity/server/identity.ts';
import { createLoginScores } from '../identity/server/login-score.ts';
import { openFaceEngine } from '../identity/server/open-face-engine.ts';
import { createPortraits } from '../identity/server/portrait.service.ts';
import { createActsService } from '../invigilation/server/acts.service.ts';
import { createCandidateViews } from '../invigilation/server/candidate-view.service.ts';
import { createSignOff } from '../invigilation/server/sign-off.service.ts';
import { createRoomListService } from '../invigilation/server/room-list.service.ts';
import { createWallService } from '../invigilation/server/wall.service.ts';
import { createReferences } from '../identity/server/presence-references.ts';
import { createFacePresence } from '../identity/server/presence.service.ts';
import { createFilmService } from '../recording/server/film.service.ts';
import { partPaths } from '../recording/server/part-paths.ts';
import { startRemux } from '../recording/server/remux.service.ts';
import { createReviewService } from '../review/server/review.service.ts';
import { createDiskPartBytes } from '../upload/server/disk-part-bytes.ts';
import { createExamKeys } from '../upload/server/exam-key.repository.ts';
import { createHandInApp } from '../upload/server/hand-in.ts';
import { createPartRegistry } from '../upload/server/part-registry.ts';
import type { PartRegistry } from '../upload/ports.ts';
import { createTusHandler } from '../upload/server/tus-handler.ts';
import { createExportService } from '../verify/server/export.service.ts';
import { openSigningKey } from '../verify/server/signing-key.ts';
import { createSittingRoots } from '../verify/server/sitting-root.service.ts';
import { type Config } from './config.ts';
import { startPushes } from './pushes.ts';
import { migrateToLatest, openDatabase } from './db/database.ts';
import { keepAlive } from './db/database-watch.ts';
import { startEmbeddedPostgres } from './db/embedded-postgres.ts';
import { enterEpoch } from './epoch.ts';
import { clientAddress } from './forwarded.ts';
import { readHealth } from './health.ts';
import { lockDataFolder } from './instance-lock.ts';
import { createLog } from './log.ts';
import { isSameOrigin } from './same-origin.ts';
import { openMasterKey } from './sealing/open-master-key.ts';
import { startServerClock } from './server-clock.ts';

/** @throws OperatorError */
export async function createApp(config: Config) {
	const log = createLog(config.LOG_LEVEL);
	// what has been started ends in reverse, also when a later step fails
	await using starting = new AsyncDisposableStack();
	starting.defer(() => log.info({}, 'stopped'));
	await mkdir(config.DATA_DIR, { recursive: true });
	starting.defer(await lockDataFolder(config.DATA_DIR));
	const postgres = config.DATABASE_URL ? null : await startEmbeddedPostgres(config.DATA_DIR, log);
	if (postgres) starting.defer(postgres.stop);
	const url = postgres?.url ?? config.DATABASE_URL;
	const { db, close: closeDatabase } = openDatabase(url, log);
	starting.defer(closeDatabase);
	if (postgres) starting.defer(keepAlive(postgres, db, log));
	const migrated = await migrateToLatest(db);
	if (migrated.length > 0) log.info({ migrated }, 'database migrated');
	const clock = await startServerClock(db, log);
	starting.defer(clock.stop);
	const masterKey = await openMasterKey(db, config, log);
	const signingKey = await openSigningKey(db, clock, masterKey);
	log.info({ fingerprint: signingKey.fingerprint }, 'signing key');
	const faces = await openFaceEngine(config, log);
	starting.defer(faces.close);
	const epoch = await enterEpoch(db, config.DATA_DIR, log);
	starting.defer(epoch.stop);

	const accounts = createAccounts({ db, clock, log });
	const places = createPlaces(db);
	const arrivals = createArrivals({ db, clock });
	const writer = createAttemptWriter(db, clock, epoch.restoredAt, masterKey);
	const registry = createPartRegistry({ db, writer, clock });
	const lots = createLotService({ db, clock, log, masterKey });
	const examKeys = createExamKeys(db, clock, masterKey);
	const echoes = createEchoedHeads({ db, log, epoch: epoch.id });
	const attempts = createAttemptService({
		...{ db, writer, clock, log, lots },
		announce: (grant, header) => registry.announceWitnessed(grant, header),
		examKey: (exam) => examKeys.ensure(exam)
	});

	const hearing = startDeviceHearing({ db, clock, log });
	starting.defer(hearing.stop);
	const leases = createLeaseService({
		...{ db, writer, clock, log, hearing },
		attemptOf: attempts.attemptOf
	});
	const pairing = createPairingService({ db, writer, clock, log, hearing });
	starting.defer(startLeaseSweep({ db, writer, clock, log }).stop);
	const help = createHelp({ db, writer, clock, log, audit: accounts.audit, epoch: epoch.id });
	const identity = startIdentity({
		...{ db, writer, clock, log, masterKey, accounts, engine: faces },
		thresholds: { accept: config.FACE_ACCEPT_SCORE, refuse: config.FACE_REFUSE_SCORE },
		attemptOf: attempts.attemptOf,
		placeOf: places.attempt
	});
	starting.defer(identity.stop);
	const acts = createActsService({
		...{ db, writer, clock, log, hearing, places, audit: accounts.audit },
		attemptOf: attempts.attemptOf,
		whyNoAdmission: identity.acts.whyNoAdmission
	});
	const signOff = createSignOff({ db, clock, audit: accounts.audit, placeOf: places.room });
	/** Whoever shows a token has spoken (C8). */
	const grantOf = async (token: string): Promise<DeviceGrant | null> => {
		const grant = await grantOfToken(db, clock, token);
		if (grant) hearing.heard(grant.lease);
		return grant;
	};

	const scheduler = startAttemptScheduler({ db, writer, clock, log });
	starting.defer(scheduler.stop);

	const paths = partPaths(config.DATA_DIR);
	const remux = startRemux({ db, paths, clock, log });
	starting.defer(remux.close);
	const films = createFilmService({ db, paths, clock, audit: accounts.audit });
	const reviews = createReviewService({ db, clock, audit: accounts.audit });
	const exports = createExportService({ db, clock, audit: accounts.audit, key: signingKey });
	const sittingRoots = createSittingRoots({
		...{ db, writer, clock, audit: accounts.audit, key: signingKey }
	});
	const roomList = createRoomListService({ db, clock });
	const candidateViews = createCandidateViews({
		...{ db, clock, hearing, acts, epoch: epoch.id },
		scores: createLoginScores({ db, masterKey })
	});
	const portraits = createPortraits({ db, clock, places, audit: accounts.audit });
	const bytes = createDiskPartBytes({ paths, minFreeBytes: config.DISK_FLOOR_BYTES, log });
	starting.defer(bytes.close);
	const allowed = (request: IncomingMessage): boolean => isSameOrigin(request, config.TRUST_PROXY);
	const remuxing: PartRegistry = {
		...registry,
		async authorize(token) {
			const grant = await registry.authorize(token);
			if (grant) hearing.heard(grant.lease);
			return grant;
		},
		async markVerified(part, size, sha256) {
			const head = await registry.markVerified(part, size, sha256);
			remux.poke();
			return head;
		}
	};
	const uploads = createTusHandler({
		...{ bytes, registry: remuxing, log },
		maxPartBytes: config.MAX_PART_BYTES,
		allowOrigin: allowed
	});
	const handIn = createHandInApp({
		...{ db, clock, log, bytes, attempts, registry: remuxing, keys: examKeys },
		audit: accounts.audit,
		dataDir: config.DATA_DIR,
		minFreeBytes: config.DISK_FLOOR_BYTES,
		allowOrigin: allowed,
		addressOf: (request) => clientAddress(request, config),
		async personOf({ headers }) {
			const secret = sessionSecretIn(headers.cookie);
			return secret ? accounts.sessions.personOf(secret) : null;
		}
	});
	starting.defer(handIn.close);
	const checks = await startDeviceChecks({
		...{ db, clock, log, allowOrigin: allowed },
		dataDir: config.DATA_DIR,
		diskFloorBytes: config.DISK_FLOOR_BYTES
	});
	starting.defer(checks.stop);

	const facePresence = createFacePresence({
		...{ db, writer, clock, log, masterKey, engine: faces },
		bounds: { accept: config.FACE_ACCEPT_SCORE, refuse: config.FACE_REFUSE_SCORE },
		references: createReferences({ db, engine: faces, masterKey })
	});
	const papers = createPaperService({ db, clock, masterKey, log });
	const pushes = await startPushes(starting, {
		...{ config, db, url, log, clock, epoch: epoch.id, masterKey, writer, papers, hearing },
		...{ places, allowed, grantOf, audit: accounts.audit, personOf: accounts.sessions.personOf }
	});
	const running = starting.move();

	return {
		config,
		db,
		log,
		clock,
		epoch: epoch.id,
		masterKey,
		papers,
		faces,
		facePresence,
		accounts,
		places,
		arrivals,
		attempts,
		leases,
		pairing,
		acts,
		help,
		signOff,
		identity,
		lots,
		writer,
		phoneStates: createPhoneStates({ db, writer }),
		pictures: pushes.pictures,
		films,
		reviews,
		exports,
		sittingRoots,
		signingKey,
		echoes,
		roomList,
		candidateViews,
		portraits,
		desk: createDesk({ db, clock, audit: accounts.audit }),
		deskPasswords: createDeskPasswords({ db, clock, log, accounts }),
		uploads,
		handIn: handIn.handler,
		checks,
		hub: pushes.hub,
		staff: pushes.staff,
		wall: createWallService({ db, clock, epoch: epoch.id, places }),
		grantOf,
		health: () => readHealth({ db, clock, config, version, faces, echoes }),
		/** Ends everything it started, the database too. */
		close: () => running.disposeAsync()
	};
}

export type App = Awaited<ReturnType<typeof createApp>>;

// Vite may load this module again in development; there is still one app to a process.
const APP = Symbol.for('duimian.app');
const slot = globalThis as { [APP]?: App };

export function setApp(app: App): void {
	slot[APP] = app;
}

/** The running app. Throws before `attach.ts` has started it: nothing may serve without it. */
export function getApp(): App {
	const app = slot[APP];
	if (!app) throw new Error('the app has not been started');
	return app;
}
