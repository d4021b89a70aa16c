// What staff do to an attempt (I4), and what the page shows of it. Each kind of act is described in acts.ts, done by
// staff-act.ts.
import { requireAccess, requireAnywhere } from '../../accounts/access.ts';
import type { Person, Place } from '../../accounts/permissions.ts';
import type { Places } from '../../accounts/server/place.repository.ts';
import type { AttemptState } from '../../attempt/attempt-state.ts';
import { liveLease } from '../../attempt/lease-admission.ts';
import { projectLocally } from '../../attempt/local-projection.ts';
import type { DeviceHearing } from '../../attempt/server/device-hearing.ts';
import type { Db } from '../../server/db/database.ts';
import { refuse, type ErrorCode } from '../../shared/errors.ts';
import { err } from '../../shared/result.ts';
import type { Act, ActBody, ActOf, ActRequest } from '../act-form.ts';
import {
	ACTS,
	kindOf,
	needsOtherEyes,
	permissionFor,
	refusesNow,
	whyNoLateEntry
} from '../acts.ts';
import { actsViewOf, whyNotSecond, type ActsView } from '../acts-view.ts';
import { lateCandidate, readJudged, type ActedOn } from './acts.repository.ts';
import { createStaffAct, type Actor, type Done, type StaffActParts } from './staff-act.ts';

export interface ActsService {
	/**
	 * As this person sees it; without the row's lock.
	 * @param read what the page shows of it; acts of a later state would speak of what is not shown
	 */
	view(attempt: string, person: Person, read: PlacedAttempt): Promise<ActsView>;
	/**
	 * Refuses 'attempt.not-found', what acts.ts says, 'act.id-taken', 'act.overtaken' and 'act.second-person'.
	 * @throws LoginRequired, AccessDenied
	 */
	perform(attempt: string, request: ActRequest, actor: Actor): Done;
	/** C9. Begins the attempt of somebody who has none yet, so that the login opens; the end does not move. */
	allowEntry(candidate: string, act: Act, actor: Actor): Done;
}

/** What acts are shown by, with where it lies. */
type PlacedAttempt = ActedOn & { readonly place: Place };

export interface ActsServiceParts extends Omit<StaffActParts, 'placeOf'> {
	readonly db: Db;
	readonly places: Pick<Places, 'attempt' | 'candidate'>;
	readonly hearing: Pick<DeviceHearing, 'lastHeard'>;
	attemptOf(candidate: string): Promise<string>;
	/** C6: why this check's login cannot be let in now (identity's to say), inside the transaction. */
	whyNoAdmission(tx: Db, attempt: string, check: string): Promise<ErrorCode | null>;
}

export function createActsService(parts: ActsServiceParts): ActsService {
	const { db, clock, places, hearing, attemptOf, whyNoAdmission } = parts;
	const act = createStaffAct({ ...parts, placeOf: places.attempt });

	const perform: ActsService['perform'] = (attempt, { id, reason, ...body }, actor) =>
		act(attempt, { id, reason }, actor, {
			...{ name: body.act, permission: permissionFor(body), audited: ACTS[body.act].audited },
			asks: body,
			event: (now) => kindOf(body.act).event(body, now),
			async guard(state, tx, account) {
				const refused = refusesNow(state, body, clock.now());
				return refused ?? (await whyNotBeside(tx, attempt, state, { body, account }));
			}
		});

	/** What the projection does not tell. */
	async function whyNotBeside(
		tx: Db,
		attempt: string,
		state: AttemptState,
		{ body, account }: { readonly body: ActBody; readonly account: string }
	) {
		if (body.act === 'admit-face') return whyNoAdmission(tx, attempt, body.check);
		return body.act === 'judge-incident' && needsOtherEyes(state, body)
			? whyNotTheirs(tx, attempt, body, account)
			: null;
	}

	return {
		async view(attempt, person, { candidate, place, state: read }) {
			const now = clock.now();
			const state = projectLocally(read, [], now);
			const [judged, heardAt] = await Promise.all([
				Object.keys(state.judgements).length > 0 ? readJudged(db, attempt) : [],
				heardIn(state)
			]);
			return actsViewOf({ attempt, candidate, state, place, judged, heardAt }, person, now);
		},
		perform,
		async allowEntry(candidate, { id, reason }, actor) {
			const place = await places.candidate(candidate);
			if (!place) {
				requireAnywhere(actor.person, 'attempt.act');
				return err(refuse('candidate.not-found'));
			}
			requireAccess(actor.person, 'attempt.act', place);
			const late = await lateCandidate(db, candidate);
			const code = late.attempt === null ? whyNoLateEntry(late, clock.now()) : null;
			if (code !== null) return err(refuse(code));
			const attempt = late.attempt ?? (await attemptOf(candidate));
			return perform(attempt, { id, reason, act: 'allow-entry' }, actor);
		}
	};

	async function heardIn(state: AttemptState): Promise<number | null> {
		const live = liveLease(state);
		return state.request && live !== null ? hearing.lastHeard(db, live) : null;
	}
}

async function whyNotTheirs(
	tx: Db,
	attempt: string,
	{ incident }: ActOf<'judge-incident'>,
	account: string
): Promise<ErrorCode | null> {
	const lines = await readJudged(tx, attempt);
	return whyNotSecond(
		lines.filter((line) => line.incident === incident),
		account
	);
}
