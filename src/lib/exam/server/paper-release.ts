// The push at the start second (C19): each process sends the key to its own sockets of attempts that have entered. Who
// that is was asked seconds before, so that the second itself costs one write per socket and no query. Nothing depends
// on it: whoever is missed asks, and gets it by the condition (paper.service.ts).
import type { Clock, Millis } from '../../shared/clock.ts';
import type { Log } from '../../shared/log.ts';
import type { Db } from '../../server/db/database.ts';
import type { MasterKey } from '../../server/sealing/master-key.ts';
import { keyText } from '../paper-key.ts';
import {
	comingSittings,
	enteredLeases,
	noteRelease,
	type ComingSitting
} from './paper-release.repository.ts';
import { unwrapPaperKey } from './paper.repository.ts';
import type { ReleasedKey } from './paper.service.ts';

const LOOK_EVERY_MS = 2000;
/** The key and the list of those who have entered are read this long before. */
const PREPARE_MS = 6000;
/** A timer is never trusted for longer than this; the clock is asked again. */
const REARM_MS = 500;

export interface PaperReleaseParts {
	readonly db: Db;
	readonly clock: Clock & { trustworthy(): boolean };
	readonly masterKey: MasterKey;
	readonly log: Log;
	/** To the sockets of this process that belong to the attempt's lease. */
	deliver(attempt: string, lease: string, key: ReleasedKey): void;
}

export interface PaperRelease {
	/** This attempt was written: what was read of it before is not trusted at the start second. */
	changed(attempt: string): void;
	/** Notifications may have been missed: everything is read anew. @returns when it is */
	changedAll(): Promise<void>;
	stop(): Promise<void>;
}

interface Prepared {
	readonly sitting: ComingSitting;
	readonly released: ReleasedKey;
	readonly leases: Map<string, string>;
	/** Written since the list was asked for; the answer may be older. */
	readonly struck: Set<string>;
	readonly stop: () => void;
	pushed: boolean;
}

export async function startPaperRelease(parts: PaperReleaseParts): Promise<PaperRelease> {
	const { db, clock, masterKey, log, deliver } = parts;
	const prepared = new Map<string, Prepared>();
	/** Sitting → why it could not be prepared. */
	const failed = new Map<string, string>();

	async function look(): Promise<void> {
		const now = clock.now();
		const coming = await comingSittings(db, now, now + PREPARE_MS);
		const seen = new Set(coming.map(({ sitting }) => sitting));
		for (const [id, one] of prepared) if (!seen.has(id)) drop(id, one);
		for (const id of failed.keys()) if (!seen.has(id)) failed.delete(id);
		for (const sitting of coming) {
			const known = prepared.get(sitting.sitting);
			if (known && isSame(known.sitting, sitting)) continue;
			if (known) drop(sitting.sitting, known);
			// one sitting that cannot be prepared must not cost the others their push, nor the server its start
			await prepare(sitting).then(
				() => failed.delete(sitting.sitting),
				(error: unknown) => fail(sitting, String(error))
			);
		}
	}

	/** It is tried again at each look; said once, as long as it is the same. */
	function fail({ sitting, paper, version }: ComingSitting, why: string): void {
		const one = prepared.get(sitting);
		if (one && !one.pushed) drop(sitting, one);
		if (failed.get(sitting) === why) return;
		failed.set(sitting, why);
		log.error({ sitting, paper, version, err: why }, 'key cannot be pushed: sitting not prepared');
	}

	function drop(id: string, one: Prepared): void {
		one.stop();
		prepared.delete(id);
	}

	async function prepare(sitting: ComingSitting): Promise<void> {
		const key = keyText(await unwrapPaperKey(masterKey, sitting));
		const one: Prepared = {
			sitting,
			released: { paper: sitting.paper, version: sitting.version, key },
			leases: new Map(),
			struck: new Set(),
			stop: at(clock, sitting.startsAt, () => push(one)),
			pushed: false
		};
		prepared.set(sitting.sitting, one);
		if (clock.now() >= sitting.startsAt) return;
		const entered = await enteredLeases(db, sitting.sitting, sitting.startsAt);
		// too late: the second look is under way and delivers to everybody
		if (one.pushed) return;
		for (const [attempt, lease] of entered)
			if (!one.struck.has(attempt)) one.leases.set(attempt, lease);
	}

	function push(one: Prepared): void {
		if (!clock.trustworthy()) {
			log.error({ sitting: one.sitting.sitting }, 'key not pushed: clock is off the database');
			return;
		}
		const began = performance.now();
		for (const [attempt, lease] of one.leases) deliver(attempt, lease, one.released);
		one.pushed = true;
		log.info(
			{
				sitting: one.sitting.sitting,
				version: one.released.version,
				attempts: one.leases.size,
				ms: Math.round(performance.now() - began),
				lateMs: clock.now() - one.sitting.startsAt
			},
			'key pushed'
		);
		afterwards(one).catch((error: unknown) =>
			log.warn({ err: String(error) }, 'second look at the start failed')
		);
	}

	/** Who entered in the last seconds was not on the list. */
	async function afterwards(one: Prepared): Promise<void> {
		const { sitting, startsAt } = one.sitting;
		for (const [attempt, lease] of await enteredLeases(db, sitting, startsAt))
			if (one.leases.get(attempt) !== lease) deliver(attempt, lease, one.released);
		await noteRelease(db, one.sitting, clock.now());
	}

	const lookSafely = (): Promise<void> =>
		look().catch((error: unknown) => {
			// the database is away; what was prepared is pushed all the same
			log.warn({ err: String(error) }, 'no look at coming sittings');
		});
	let looking = lookSafely();
	await looking;
	const lookAgain = (): Promise<void> => (looking = looking.then(lookSafely));
	const timer = setInterval(() => void lookAgain(), LOOK_EVERY_MS);
	timer.unref();
	return {
		changed(attempt) {
			for (const one of prepared.values()) {
				if (one.pushed) continue;
				one.struck.add(attempt);
				one.leases.delete(attempt);
			}
		},
		changedAll() {
			for (const [id, one] of prepared) if (!one.pushed) drop(id, one);
			// at once: a process that begins to listen just before the start still pushes at the second
			return lookAgain();
		},
		async stop() {
			clearInterval(timer);
			await looking;
			for (const [id, one] of prepared) drop(id, one);
		}
	};
}

const isSame = (a: ComingSitting, b: ComingSitting): boolean =>
	a.startsAt === b.startsAt && a.paper === b.paper && a.version === b.version;

/** At an absolute time of this clock, also when timers drift or the process slept. @returns calls it off */
function at(clock: Clock, time: Millis, work: () => void): () => void {
	let timer: NodeJS.Timeout | undefined;
	const arm = (): void => {
		const left = time - clock.now();
		if (left <= 0) work();
		else timer = setTimeout(arm, Math.min(left, REARM_MS));
	};
	// never within the caller: it may still be putting things in place
	timer = setTimeout(arm, 0);
	return () => clearTimeout(timer);
}
