// What a device may have of the paper (C19): the sealed bytes at any time, the key when the condition holds. Release is
// a condition, never an event: `now ≥ start`, asked again each time, by whoever comes.
import { keyText } from '../paper-key.ts';
import type { SealedPaper } from '../sealing.ts';
import type { DeviceGrant } from '../../attempt/server/tokens.ts';
import type { Millis } from '../../shared/clock.ts';
import type { Log } from '../../shared/log.ts';
import { refuse, type Refusal } from '../../shared/errors.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { Db } from '../../server/db/database.ts';
import type { MasterKey } from '../../server/sealing/master-key.ts';
import type { ServerClock } from '../../server/server-clock.ts';
import { releaseFacts, sealedPaperOf, unwrapPaperKey } from './paper.repository.ts';

export interface PaperServiceParts {
	readonly db: Db;
	readonly clock: Pick<ServerClock, 'now' | 'trustworthy' | 'skewMs'>;
	readonly masterKey: MasterKey;
	readonly log: Log;
}

export interface ReleasedKey {
	readonly paper: string;
	readonly version: number;
	/** 26 characters, as it may be typed. */
	readonly key: string;
}

export interface KeyRefusal extends Refusal {
	/** With `paper.not-yet`: when it will be time. */
	readonly opensAt?: Millis;
}

export function createPaperService({ db, clock, masterKey, log }: PaperServiceParts) {
	return {
		async sealed(
			attempt: string,
			known: { paper: string; version: number } | null = null
		): Promise<Result<SealedPaper | 'unchanged', Refusal>> {
			const sealed = await sealedPaperOf(db, attempt, known);
			return sealed === null ? err(refuse('paper.none')) : ok(sealed);
		},

		async key(grant: DeviceGrant): Promise<Result<ReleasedKey, KeyRefusal>> {
			const facts = await releaseFacts(db, grant.attempt);
			if (!facts?.key) return err(refuse('paper.none'));
			// an earlier device of the attempt records nothing: nobody reads there (C8)
			if (facts[grant.scope] !== grant.lease) return err(refuse('attempt.lease-closed'));
			if (!clock.trustworthy()) {
				log.error({ skewMs: clock.skewMs() }, 'key refused: clock is off the database');
				return err(refuse('server.clock-off'));
			}
			if (!facts.entered) return err(refuse('attempt.not-entered'));
			if (clock.now() < facts.startsAt)
				return err({ ...refuse('paper.not-yet'), opensAt: facts.startsAt });
			const { paper, version } = facts.key;
			return ok({ paper, version, key: keyText(await unwrapPaperKey(masterKey, facts.key)) });
		}
	};
}
