// What a person's acts about a face rest on (C6, I4): the pictures, each look on record, and whether a login may still be
// let in. The acts themselves are done like every act of staff.
import { requireAccess, requireAnywhere } from '../../accounts/access.ts';
import { may, type Person, type Place } from '../../accounts/permissions.ts';
import type { Audit } from '../../accounts/server/audit.ts';
import type { PlaceOf } from '../../accounts/server/place.repository.ts';
import type { Db } from '../../server/db/database.ts';
import type { MasterKey } from '../../server/sealing/master-key.ts';
import { refuse, type ErrorCode, type Refusal } from '../../shared/errors.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { loginOfCheck } from './face-login.repository.ts';
import type { FacesView } from '../faces-view.ts';
import { facesOf } from './face-view.ts';

export interface FaceActs {
	/**
	 * Why the waiting page of the login that made this check cannot go on: 'identity.expired', its login is over. Null: it
	 * can, whoever sits there has been looked at; who has begun may always log in.
	 */
	whyNoAdmission(tx: Db, attempt: string, check: string): Promise<ErrorCode | null>;
	/** On record, as every look at a face is. Refuses 'attempt.not-found'. @throws LoginRequired, AccessDenied */
	view(
		attempt: string,
		actor: { readonly person: Person | null; readonly address: string }
	): Promise<Result<FacesView, Refusal>>;
}

export interface FaceActsParts {
	readonly db: Db;
	readonly audit: Audit;
	readonly masterKey: MasterKey;
	readonly placeOf: PlaceOf;
}

export function createFaceActs({ db, audit, masterKey, placeOf }: FaceActsParts): FaceActs {
	const notFound = err(refuse('attempt.not-found'));
	return {
		async whyNoAdmission(tx, attempt, check) {
			const { candidate } = await tx
				.selectFrom('attempts')
				.select('candidate_id as candidate')
				.where('id', '=', attempt)
				.executeTakeFirstOrThrow();
			return (await loginOfCheck(tx, candidate, check)) === null ? 'identity.expired' : null;
		},

		async view(attempt, { person, address }) {
			const place = await placeOf(attempt);
			if (!place) {
				requireAnywhere(person, 'identity.judge');
				return notFound;
			}
			const { account } = requireLook(person, place);
			const view = await facesOf(db, masterKey, attempt);
			if (!view) return notFound;
			const target = `attempt:${attempt}`;
			await audit.append({ account, action: 'face.viewed', target, address });
			return ok(view);
		}
	};
}

/** Who judges a face, and who may see the recording, whose first picture it is. */
const requireLook = (person: Person | null, place: Place): Person =>
	may(person, 'recording.view', place)
		? requireAccess(person, 'recording.view', place)
		: requireAccess(person, 'identity.judge', place);
