// The server's side of one attempt in memory: the reducer, the log, commands answered once by their id, what the clock
// has due, and backups that come back in a new epoch. What PostgreSQL adds (locks, transactions) has tests of its own.
import type { Command } from '../../live/requests.ts';
import type { PartHeader } from '../../recording/part.ts';
import type { Millis } from '../../shared/clock.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { initialState, type AttemptState } from '../attempt-state.ts';
import { asEvent } from '../command-event.ts';
import { CHAIN_ORIGIN, type LogLine } from '../event-log.ts';
import type { AttemptEvent } from '../events.ts';
import { openLog, type OpenLog } from '../open-log.ts';
import type { Head } from '../ports.ts';
import type { Frozen } from '../rules.ts';
import type { SentBatch } from '../outbox.ts';
import type { ModelTime } from './model-time.ts';
import { ATTEMPT } from './events.ts';

export interface ModelAnswer extends SentBatch {
	readonly state: AttemptState;
	readonly head: Head;
	readonly now: Millis;
}

interface Book {
	readonly state: AttemptState;
	readonly head: Head;
	readonly lines: readonly LogLine[];
	readonly commands: ReadonlyMap<string, { refused: ErrorCode | null; seq: number | null }>;
}

export type ModelServer = ReturnType<typeof createModelServer>;

/** @param look called after each change of the state */
export function createModelServer(
	frozen: Frozen,
	time: ModelTime,
	look: (before: AttemptState, after: AttemptState, now: Millis) => void
) {
	let book: Book = {
		state: initialState(frozen),
		head: { seq: -1, hash: CHAIN_ORIGIN },
		lines: [],
		commands: new Map()
	};
	let backup: Book | null = null;
	let restores = 0;
	let restoredAt: Millis | null = null;
	const open = (): OpenLog =>
		openLog({
			...{ attempt: ATTEMPT, state: book.state, head: book.head, now: time.now(), restoredAt },
			salt: () => 'salt'
		});
	const close = (log: OpenLog, commands = book.commands): void => {
		const { state, head } = log.applied();
		const before = book.state;
		book = { state, head, lines: [...book.lines, ...log.lines], commands };
		look(before, state, time.now());
	};
	const change = (work: (log: OpenLog) => ErrorCode | null): ErrorCode | null => {
		const log = open();
		log.settle();
		const refused = work(log);
		close(log);
		return refused;
	};

	const begin = open();
	begin.append({ type: 'attempt.frozen', data: frozen }, null);
	close(begin);
	backup = book;

	function command(lease: string, { id, clientAt, ...rest }: Command): void {
		if (book.commands.has(id)) return;
		const log = open();
		log.settle();
		const { refused, seq } = log.takeFrom(lease, asEvent(rest), clientAt);
		const outcome = { refused: refused?.code ?? null, seq };
		close(log, new Map([...book.commands, [id, outcome]]));
	}

	const epoch = (): string => `epoch-${restores}`;
	const apply = (event: AttemptEvent): ErrorCode | null =>
		change((log) => log.take(event, null)?.code ?? null);

	return {
		get book() {
			return book;
		},
		get epoch() {
			return epoch();
		},
		get restoredAt() {
			return restoredAt;
		},
		apply,
		settle: () => change(() => null),
		/** C8: whoever logs in where nobody is asked. */
		login: (lease: string, device: 'desktop' | 'phone' = 'desktop') =>
			apply({ type: 'lease.opened', data: { lease, device } }) === null,
		/** As the routes answer: what a lease may send, and the view. */
		answer(
			lease: string,
			commands: readonly Command[],
			known: string | null
		): Result<ModelAnswer, ErrorCode> {
			if (!book.state.leases[lease]) return err('token.invalid');
			const current = known === null || known === epoch();
			if (current) for (const one of commands) command(lease, one);
			change(() => null);
			const outcomes = (current ? commands : []).map(({ id }) => ({
				id,
				refused: book.commands.get(id)?.refused ?? null
			}));
			return ok({ ...book, outcomes, epoch: epoch(), now: time.now() });
		},
		/** As the registry of uploads does it. @returns whether the part is here */
		upload(lease: string, header: PartHeader, sha256: string): boolean {
			if (!book.state.leases[lease]) return false;
			const known = book.state.leases[header.lease] !== undefined;
			const data = known ? header : { ...header, lease };
			const refused = apply({ type: 'part.announced', data });
			if (refused !== null) return false;
			const verified = { id: header.id, bytes: 1, sha256 };
			return apply({ type: 'part.verified', data: verified }) === null;
		},
		backup() {
			backup = book;
		},
		restore() {
			if (!backup || backup === book) return;
			book = backup;
			restores++;
			restoredAt = time.now();
		}
	};
}
