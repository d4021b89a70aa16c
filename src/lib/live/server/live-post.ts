// Carries letters between processes, and within one by the same way: in order, in bunches, each read by whom it is for.
import { isDataFault } from '../../server/db/data-fault.ts';
import type { Db } from '../../server/db/database.ts';
import type { Clock } from '../../shared/clock.ts';
import type { Log } from '../../shared/log.ts';
import {
	readLetters,
	sweepLetters,
	writeLetters,
	type LiveLetter
} from './live-letters.repository.ts';

const SWEEP_MS = 60_000;
const KEPT_MS = 60_000;

export interface LivePost {
	send(letter: LiveLetter): void;
	/** A letter was written somewhere: `LIVE_CHANNEL`'s payload. */
	announced(payload: string): void;
	/** Everything that was sent here is written. */
	stop(): Promise<void>;
}

export interface LivePostOptions {
	readonly db: Db;
	readonly clock: Clock;
	readonly log: Log;
	/** This device or seat is this process's. */
	mine(addressee: string): boolean;
	/** One after the other. */
	deliver(letter: LiveLetter): Promise<void> | void;
}

export function startLivePost(options: LivePostOptions): LivePost {
	const { db, clock, log, mine, deliver } = options;
	const warn = (what: string) => (error: unknown) => log.warn({ err: String(error) }, what);
	const write = (letters: readonly LiveLetter[]) => writeLetters(db, letters, clock.now());
	// whoever waits for it tries again
	const notWritten = warn('live signals not written');
	const outgoing = inBunches<LiveLetter>(async (letters) => {
		try {
			await write(letters);
		} catch (error) {
			if (letters.length === 1 || !isDataFault(error)) throw error;
			// what one of them has in it takes none of the others with it
			for (const letter of letters) await write([letter]).catch(notWritten);
		}
	}, notWritten);
	const read = async (letter: LiveLetter): Promise<void> => deliver(letter);
	const incoming = inBunches<string>(async (ids) => {
		for (const letter of await readLetters(db, ids))
			await read(letter).catch(warn('live signal not delivered'));
	}, warn('live signals not read'));
	const sweeping = setInterval(() => {
		sweepLetters(db, clock.now() - KEPT_MS).catch(warn('live signals not swept'));
	}, SWEEP_MS);
	sweeping.unref();

	return {
		send: outgoing.add,
		announced(payload) {
			const [id = '', addressee = ''] = payload.split(' ');
			if (mine(addressee)) incoming.add(id);
		},
		async stop() {
			clearInterval(sweeping);
			await outgoing.done();
			await incoming.done();
		}
	};
}

/** What comes while one bunch is under way makes the next. */
function inBunches<T>(work: (bunch: T[]) => Promise<void>, failed: (error: unknown) => void) {
	let waiting: T[] = [];
	let running: Promise<void> | null = null;
	async function run(): Promise<void> {
		while (waiting.length > 0) {
			const bunch = waiting;
			waiting = [];
			await work(bunch).catch(failed);
		}
		running = null;
	}
	return {
		add(one: T): void {
			waiting.push(one);
			running ??= Promise.resolve().then(run);
		},
		done: async (): Promise<void> => {
			await running;
		}
	};
}
