// The roster's photo of a candidate (I2): for whoever judges faces or sees the recording. Each look is on record, once in
// ten minutes, as every look at a face is.
import { requireAccess, requireAnywhere } from '../../accounts/access.ts';
import { may, mayAnywhere } from '../../accounts/permissions.ts';
import type { Audit } from '../../accounts/server/audit.ts';
import type { Places } from '../../accounts/server/place.repository.ts';
import { rememberLooks } from '../../accounts/server/remembered-looks.ts';
import type { Looker } from '../../recording/server/film.service.ts';
import type { Db } from '../../server/db/database.ts';
import type { Clock } from '../../shared/clock.ts';
import { refuse, type Refusal } from '../../shared/errors.ts';
import { err, ok, type Result } from '../../shared/result.ts';

export interface Portrait {
	readonly bytes: Uint8Array;
	readonly type: string;
}

export interface Portraits {
	/** 'candidate.not-found'; null: the roster has no photo. @throws LoginRequired, AccessDenied */
	open(candidate: string, looker: Looker): Promise<Result<Portrait | null, Refusal>>;
}

export interface PortraitParts {
	readonly db: Db;
	readonly clock: Clock;
	readonly audit: Audit;
	readonly places: Pick<Places, 'candidate'>;
}

export function createPortraits({ db, clock, audit, places }: PortraitParts): Portraits {
	const looks = rememberLooks(clock);
	return {
		async open(candidate, { person, address }) {
			const place = await places.candidate(candidate);
			if (!place) {
				const either = mayAnywhere(person, 'recording.view') ? 'recording.view' : 'identity.judge';
				requireAnywhere(person, either);
				return err(refuse('candidate.not-found'));
			}
			const needed = may(person, 'recording.view', place) ? 'recording.view' : 'identity.judge';
			const { account } = requireAccess(person, needed, place);
			const portrait = await portraitOf(db, candidate);
			if (!portrait) return ok(null);
			await looks.once(`${account} ${candidate}`, () =>
				audit.append({ account, action: 'face.viewed', target: `candidate:${candidate}`, address })
			);
			return ok(portrait);
		}
	};
}

async function portraitOf(db: Db, candidate: string): Promise<Portrait | null> {
	const row = await db
		.selectFrom('candidates')
		.select(['portrait', 'portrait_type as type'])
		.where('id', '=', candidate)
		.executeTakeFirst();
	return row?.portrait && row.type !== null ? { bytes: row.portrait, type: row.type } : null;
}
