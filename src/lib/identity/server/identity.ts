// The identity domain put together; `lib/server/app.ts` calls this once.
import type { Accounts } from '../../accounts/server/accounts.ts';
import type { PlaceOf } from '../../accounts/server/place.repository.ts';
import type { DatabaseAttemptWriter } from '../../attempt/server/attempt-writer.ts';
import type { Db } from '../../server/db/database.ts';
import type { MasterKey } from '../../server/sealing/master-key.ts';
import type { Clock } from '../../shared/clock.ts';
import type { Log } from '../../shared/log.ts';
import type { FaceThresholds } from '../judge-check.ts';
import type { FaceEngine } from '../ports.ts';
import { createFaceActs, type FaceActs } from './face-acts.service.ts';
import { createFaceChecks, type FaceChecks } from './face-check.service.ts';
import { createFaceConsent, type FaceConsent } from './face-consent.service.ts';
import { createFaceEntry, type BeginFaceLogin } from './face-entry.service.ts';
import { createFaceJudging, type JudgeFaceCheck } from './face-judging.ts';
import { createFaceSessions, type OpenFaceSession } from './login-session.service.ts';
import { knownLogin, type KnownFaceLogin } from './face-standing.ts';
import { startFaceSweep } from './face-sweep.ts';

export interface Identity {
	readonly begin: BeginFaceLogin;
	/** Of this cookie's secret; null: nobody has it any more. */
	readonly login: (secret: string | null) => Promise<KnownFaceLogin | null>;
	readonly consent: FaceConsent;
	readonly checks: FaceChecks;
	readonly judge: JudgeFaceCheck;
	readonly openSession: OpenFaceSession;
	readonly acts: FaceActs;
	stop(): Promise<void>;
}

export interface IdentityParts {
	readonly db: Db;
	readonly clock: Clock;
	readonly log: Log;
	readonly writer: DatabaseAttemptWriter;
	readonly masterKey: MasterKey;
	readonly engine: FaceEngine;
	readonly thresholds: FaceThresholds;
	readonly accounts: Pick<Accounts, 'throttle' | 'letIn' | 'audit'>;
	attemptOf(candidate: string): Promise<string>;
	readonly placeOf: PlaceOf;
}

export function startIdentity({ accounts, ...parts }: IdentityParts): Identity {
	const { db, clock } = parts;
	const sweep = startFaceSweep(parts);
	return {
		begin: createFaceEntry({ ...parts, throttle: accounts.throttle }),
		login: (secret) => knownLogin(db, clock, secret),
		consent: createFaceConsent(parts),
		checks: createFaceChecks(parts),
		judge: createFaceJudging(parts),
		openSession: createFaceSessions({ ...parts, letIn: accounts.letIn }),
		acts: createFaceActs({ ...parts, audit: accounts.audit }),
		stop: sweep.stop
	};
}
