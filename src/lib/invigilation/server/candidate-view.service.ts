// What the page of one candidate shows (I2), for the person who asks and no more. It takes no lock and is no look: pictures,
// films and faces have addresses of their own, each of which is on record.
import { requireAccess, requireAnywhere } from '../../accounts/access.ts';
import type { Permission, Person } from '../../accounts/permissions.ts';
import { SEALED_PAYLOADS } from '../../attempt/event-payloads.ts';
import type { AttemptState } from '../../attempt/attempt-state.ts';
import type { DeviceHearing } from '../../attempt/server/device-hearing.ts';
import type { LoginScores } from '../../identity/server/login-score.ts';
import { partStatus, type PartFacts } from '../../review/review.ts';
import { readParts } from '../../review/server/review.repository.ts';
import type { Db } from '../../server/db/database.ts';
import type { Clock } from '../../shared/clock.ts';
import { refuse, type Refusal } from '../../shared/errors.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { candidateFacts, viewPermission, permissionsOf } from '../candidate-view-of.ts';
import type {
	CandidateView,
	CandidateDevices,
	CandidateLine,
	SweepPart
} from '../candidate-view.ts';
import { desktopOf, NO_WORDS, picturesOf, said } from '../tile-of.ts';
import type { ActsService } from './acts.service.ts';
import {
	findViewed,
	lastLogin,
	readLines,
	sweepParts,
	type CandidateLineRow,
	type ViewedRow
} from './candidate-view.repository.ts';
import { readWords } from './tile.repository.ts';
import { readUnread } from './unread.repository.ts';
import { createUnwitnessed, type UnwitnessedOfAttempts } from './unwitnessed.ts';

export interface CandidateViews {
	/**
	 * 'attempt.not-found'.
	 * @param after the last line of the log that the asker has; −1 = none
	 * @throws LoginRequired, AccessDenied
	 */
	read(
		attempt: string,
		person: Person | null,
		after: number
	): Promise<Result<CandidateView, Refusal>>;
	/** Whose attempt it is: who supports it has another page of the same person. */
	candidateOf(attempt: string): Promise<string | null>;
}

export interface CandidateViewParts {
	readonly db: Db;
	readonly clock: Clock;
	readonly epoch: string;
	readonly hearing: Pick<DeviceHearing, 'lastHeard'>;
	readonly scores: LoginScores;
	readonly acts: Pick<ActsService, 'view'>;
}

type Holds = (...permissions: readonly Permission[]) => boolean;

export function createCandidateViews(parts: CandidateViewParts): CandidateViews {
	const { db, clock, epoch, acts } = parts;
	const unwitnessed = createUnwitnessed({ db, clock });
	return {
		candidateOf: async (attempt) => (await findViewed(db, attempt))?.candidate.id ?? null,
		async read(attempt, person, after) {
			const row = await findViewed(db, attempt);
			if (!row) {
				requireAnywhere(person, viewPermission(person, null));
				return err(refuse('attempt.not-found'));
			}
			const { place } = row;
			const viewer = requireAccess(person, viewPermission(person, place), place);
			const may = permissionsOf(viewer, place);
			const holds: Holds = (...any) => any.some((one) => may.includes(one));
			const [devices, login, films, { lines, older }, unread, view] = await Promise.all([
				devicesOf(parts, attempt, row),
				holds('identity.judge', 'recording.view') ? loginOf(parts, attempt, row) : null,
				holds('recording.view') ? filmsOf(db, unwitnessed, attempt, row) : null,
				readLines(db, attempt, after, row.seq),
				readUnread(db, [attempt]),
				acts.view(attempt, viewer, row)
			]);
			return ok({
				...{ now: clock.now(), epoch, attempt, seq: row.seq, may },
				candidate: row.candidate,
				room: { id: place.room, name: row.roomName },
				...{ watched: row.watched, unread: unread.get(attempt) ?? 0 },
				...candidateFacts(row.state, clock.now()),
				...{ devices, lines: lines.map(lineOf), older },
				...(login ? { login } : {}),
				...films,
				...(holds('chat.read') ? { warnings: warningsOf(row) } : {}),
				...(holds('chat.write') ? { prepared: row.state.frozen.texts.prepared } : {}),
				acts: view
			});
		}
	};
}

async function devicesOf(
	{ db, hearing }: CandidateViewParts,
	attempt: string,
	{ state }: ViewedRow
): Promise<CandidateDevices> {
	const [leaseHeardAt, told] = await Promise.all([
		state.lease === null ? null : hearing.lastHeard(db, state.lease),
		readWords(db, [attempt])
	]);
	const words = told.get(attempt) ?? NO_WORDS;
	const { desktop } = state.passports;
	return {
		desktop: desktopOf(state, { words, leaseHeardAt }),
		phone: state.phone,
		phoneHeard: said(words.phone, state.evidence.lease),
		computer: desktop ? { browser: desktop.browser, system: desktop.system } : null,
		pictures: picturesOf(state, words)
	};
}

async function loginOf(
	{ db, scores }: CandidateViewParts,
	attempt: string,
	{ account, portrait, state }: ViewedRow
): Promise<NonNullable<CandidateView['login']>> {
	const { accepted } = state.face;
	const [way, score] = await Promise.all([
		lastLogin(db, account),
		accepted ? scores.of(attempt, accepted.check) : null
	]);
	return { way, score, portrait };
}

async function filmsOf(
	db: Db,
	unwitnessed: UnwitnessedOfAttempts,
	attempt: string,
	{ state }: ViewedRow
): Promise<Pick<CandidateView, 'sweep' | 'unwitnessed'>> {
	const [sweep, spans] = await Promise.all([sweepOf(db, attempt, state), unwitnessed.of(attempt)]);
	return { sweep, unwitnessed: spans };
}

async function sweepOf(
	db: Db,
	attempt: string,
	{ evidence: { sweep } }: AttemptState
): Promise<NonNullable<CandidateView['sweep']> | null> {
	if (!sweep) return null;
	const { way, sectors, at } = sweep;
	const [films, ids] = await Promise.all([readParts(db, [attempt]), sweepParts(db, attempt)]);
	const parts = ids.flatMap((id) => films.find((film) => film.id === id) ?? []);
	return { way, sectors, at, parts: parts.map(sweepPart) };
}

function sweepPart(film: PartFacts): SweepPart {
	const status = partStatus(film);
	return { id: film.id, status, url: status === 'playable' ? `/api/parts/${film.id}/film` : null };
}

const warningsOf = ({ state }: ViewedRow): NonNullable<CandidateView['warnings']> =>
	Object.entries(state.warnings).map(([id, warning]) => ({ id, ...warning }));

/** Of the conversation only that there was a word: its words are the conversation's. */
const WITH_TEXT = ['incident.commented', 'details.disputed'];

/** What lies closed beside a line is not read here, and not missed. */
const isSealed = (type: string): boolean => SEALED_PAYLOADS.some((sealed) => sealed === type);

function lineOf({
	seq,
	type,
	data,
	clientAt,
	serverAt,
	worded,
	words,
	by
}: CandidateLineRow): CandidateLine {
	const { reason, text } = words ?? {};
	return {
		...{ seq, type, data },
		at: clientAt ?? serverAt,
		lateMs: clientAt === null ? 0 : serverAt - clientAt,
		...(by === null ? {} : { by }),
		...(reason === undefined ? {} : { reason }),
		...(text !== undefined && WITH_TEXT.includes(type) ? { text } : {}),
		...(worded && !words && !isSealed(type) ? { erased: true as const } : {})
	};
}
