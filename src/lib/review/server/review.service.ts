// Opens the review of one attempt (E4): gate, audit line, then everything the page shows.
import { requireAccess, requireAnywhere } from '../../accounts/access.ts';
import type { Audit } from '../../accounts/server/audit.ts';
import { verifyChain, type ChainFault, type LogLine } from '../../attempt/event-log.ts';
import type { Head } from '../../attempt/ports.ts';
import { officialEnd } from '../../attempt/time-rules.ts';
import type { Clock, Millis } from '../../shared/clock.ts';
import { refuse, type Refusal } from '../../shared/errors.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { Db } from '../../server/db/database.ts';
import { clockGap } from '../../recording/film-sync.ts';
import { TRACKS, type Track } from '../../recording/part.ts';
import { marksOf } from '../marks.ts';
import {
	recordedSpan,
	reviewPart,
	unwitnessedSpans,
	type Review,
	type ReviewLogLine,
	type ReviewPart
} from '../review.ts';
import type { Looker } from '../../recording/server/film.service.ts';
import {
	findAttempt,
	readLog,
	readParts,
	readWitnesses,
	readWords,
	type AttemptFacts,
	type Words
} from './review.repository.ts';

export interface ReviewService {
	/** 'attempt.not-found'. @throws LoginRequired, AccessDenied */
	open(attempt: string, looker: Looker): Promise<Result<Review, Refusal>>;
}

export function createReviewService(world: {
	readonly db: Db;
	readonly clock: Clock;
	readonly audit: Audit;
}): ReviewService {
	const { db, clock, audit } = world;
	return {
		async open(attempt, { person, address }) {
			const facts = await findAttempt(db, attempt);
			if (!facts) {
				requireAnywhere(person, 'recording.view');
				return err(refuse('attempt.not-found'));
			}
			const { account } = requireAccess(person, 'recording.view', facts.place);
			const target = `attempt:${attempt}`;
			await audit.append({ account, action: 'recording.viewed', target, address });
			return ok(await read(db, attempt, facts, clock.now()));
		}
	};
}

async function read(db: Db, attempt: string, facts: AttemptFacts, now: Millis): Promise<Review> {
	const [log, words, partFacts, witnesses] = await Promise.all([
		readLog(db, attempt),
		readWords(db, attempt),
		readParts(db, [attempt]),
		readWitnesses(db, attempt)
	]);
	const { candidate, sitting, roomName, head, state } = facts;
	const parts = partFacts
		.map((part) => reviewPart(part, witnesses))
		.map((part) => ({ ...part, url: part.status === 'playable' ? filmAddress(part.id) : null }));
	return {
		attempt,
		candidate,
		sitting,
		roomName,
		head,
		stage: state.stage,
		running: state.enteredAt !== null && !state.ended && now < officialEnd(state),
		span: recordedSpan(state, now),
		tracks: tracksOf(parts),
		parts,
		marks: marksOf(state, log, textsIn(words), now),
		passports: state.passports,
		unwitnessed: unwitnessedSpans(parts, witnesses),
		witnessed: witnesses.length > 0,
		clockGapMs: clockGap(parts, witnesses),
		log: log.map((line) => reviewLine(line, words.get(line.seq)?.reason)),
		chainFault: chainFault(log, head)
	};
}

const textsIn = (words: ReadonlyMap<number, Words>): ReadonlyMap<number, string> =>
	new Map([...words].flatMap(([seq, { text }]) => (text === undefined ? [] : [[seq, text]])));

const filmAddress = (part: string): string => `/api/parts/${part}/film`;

/** Camera and screen belong to every interview; the phone only to those that had one. */
const tracksOf = (parts: readonly ReviewPart[]): Track[] =>
	TRACKS.filter((track) => track !== 'evidence' || parts.some((part) => part.track === track));

/** A chain that is whole but shorter than the head that was acknowledged lost its end. */
function chainFault(log: readonly LogLine[], head: Head): ChainFault | null {
	const fault = verifyChain(log);
	if (fault) return fault;
	const last = log.at(-1);
	if (last?.seq !== head.seq) return { seq: (last?.seq ?? -1) + 1, fault: 'sequence' };
	return last.hash === head.hash ? null : { seq: last.seq, fault: 'hash' };
}

function reviewLine(
	{ seq, type, data, clientAt, serverAt }: LogLine,
	reason: string | undefined
): ReviewLogLine {
	return {
		seq,
		type,
		data: seq === 0 ? {} : (data as Record<string, unknown>),
		at: clientAt ?? serverAt,
		lateMs: clientAt === null ? 0 : serverAt - clientAt,
		...(reason === undefined ? {} : { reason })
	};
}
