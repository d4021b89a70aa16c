// The technician's desk (I5): finds candidates where the person's roles reach, and shows what of devices, connections and
// uploads is known of one. Both are on record.
import { requireAccess, requireAnywhere } from '../../accounts/access.ts';
import { grantsFor, may, type Person } from '../../accounts/permissions.ts';
import type { Audit } from '../../accounts/server/audit.ts';
import { loginWindow } from '../../accounts/server/login-window.ts';
import type { Db } from '../../server/db/database.ts';
import type { Clock } from '../../shared/clock.ts';
import { refuse, type Refusal } from '../../shared/errors.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { permissionOfDeskAct } from '../desk-acts.ts';
import { MAX_HITS, readDeskQuery } from '../desk-query.ts';
import { DESK_ACTS, type DeskAct, type DeskSearch, type DeskView } from '../desk-view.ts';
import { createSearchLimit } from '../search-limit.ts';
import { deskAttempt, deskSession } from './desk-attempt.ts';
import { noteLook } from './desk-look.ts';
import { findCandidates } from './desk-search.repository.ts';
import { accountLines, deskPerson } from './desk.repository.ts';

export interface Visitor {
	readonly person: Person | null;
	/** Network address, for the audit log. */
	readonly address: string;
}

/** Both: @throws LoginRequired, AccessDenied */
export interface Desk {
	/** Refuses 'input.invalid': too short to look for; 'desk.too-many-searches'. */
	search(typed: string, visitor: Visitor): Promise<Result<DeskSearch, Refusal>>;
	/** Refuses 'candidate.not-found'. */
	view(candidate: string, visitor: Visitor): Promise<Result<DeskView, Refusal>>;
}

interface DeskParts {
	readonly db: Db;
	readonly clock: Clock;
	readonly audit: Audit;
}

export function createDesk(parts: DeskParts): Desk {
	const { db, clock, audit } = parts;
	const limit = createSearchLimit();
	return {
		async search(typed, { person, address }) {
			const asker = requireAnywhere(person, 'desk.use');
			const query = readDeskQuery(typed);
			if (!query) return err(refuse('input.invalid'));
			if (!limit.take(asker.account, clock.now())) return err(refuse('desk.too-many-searches'));
			const grants = grantsFor(asker, 'desk.use');
			const found = await findCandidates(db, query, grants, MAX_HITS + 1);
			const hits = found
				.filter(({ place }) => may(asker, 'desk.use', place))
				.slice(0, MAX_HITS)
				.map(({ place: _, ...hit }) => hit);
			const target = `search:${query.kind}:${String(hits.length)}`;
			await audit.append({ account: asker.account, action: 'desk.searched', target, address });
			return ok({ hits, more: found.length > MAX_HITS });
		},

		async view(candidate, { person, address }) {
			const found = await deskPerson(db, candidate);
			if (!found) {
				requireAnywhere(person, 'desk.use');
				return err(refuse('candidate.not-found'));
			}
			const { place, attempt } = found;
			const looker = requireAccess(person, 'desk.use', place);
			const { account } = looker;
			await noteLook(parts, { account, target: `candidate:${candidate}`, address });
			const now = clock.now();
			const [login, lines, shown] = await Promise.all([
				loginWindow(db, candidate, now),
				accountLines(db, found.account),
				attempt && deskAttempt(db, attempt.id, attempt.state, now)
			]);
			return ok({
				...{ now, candidate: found.candidate, sitting: found.sitting, login },
				sessions: lines.map(deskSession),
				attempt: shown,
				may: {
					password: may(looker, 'password.issue', place),
					handIn: may(looker, 'hand-in.take', place),
					acts: byAct((act) => may(looker, permissionOfDeskAct(act), place))
				}
			});
		}
	};
}

const byAct = <T>(of: (act: DeskAct) => T): Record<DeskAct, T> =>
	Object.fromEntries(DESK_ACTS.map((act) => [act, of(act)])) as Record<DeskAct, T>;
