// The verifiable draw of lots (C12): freeze, announce, show. The order of these three is the whole promise: what is
// frozen is published before the value is known, and the seed is shown when nothing can change any more.
import { randomBytes } from 'node:crypto';
import * as v from 'valibot';
import type { Clock, Millis } from '../../shared/clock.ts';
import { refuse, type Refusal } from '../../shared/errors.ts';
import { IdField } from '../../shared/fields.ts';
import type { Log } from '../../shared/log.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { Db } from '../../server/db/database.ts';
import {
	commitmentOf,
	commitToSeed,
	drawDigestOf,
	drawOrder,
	leafOf,
	normalPublicValue,
	SALT_BYTES,
	SEED_BYTES
} from '../lot.ts';
import type { PublicDraw, PublishedLot } from '../published-lot.ts';
import {
	announceValue,
	insertLot,
	isFrozen,
	leafOfAttempt,
	lockRoom,
	lotRoom,
	lotRoomOfAttempt,
	readLot,
	revealSeed,
	rosterAttempts,
	type LotRoom,
	type OwnLeaf,
	type StoredLot
} from './lot.repository.ts';

/** Keeps the seed from whoever reads the database; the installation's master key. `unwrap` throws for another context. */
export interface SeedWrap {
	wrap(plain: Uint8Array, context: string): Promise<string>;
	unwrap(wrapped: string, context: string): Promise<Uint8Array>;
}

export interface LotServiceParts {
	readonly db: Db;
	readonly clock: Clock;
	readonly log: Log;
	readonly masterKey: SeedWrap;
}

const contextOf = (room: string): string => `lot-seed:${room}`;

export function createLotService({ db, clock, log, masterKey }: LotServiceParts) {
	/** Idempotent: two at once, in one process or in two, give one roster. */
	async function freeze(room: string): Promise<Result<PublishedLot, Refusal>> {
		if (!v.is(IdField, room)) return err(refuse('lot.not-found'));
		return db.transaction().execute(async (tx) => {
			await lockRoom(tx, room);
			const before = await readLot(tx, room);
			if (before) return ok(publicPart(before));
			if (!(await lotRoom(tx, room))) return err(refuse('lot.not-found'));
			const attempts = await rosterAttempts(tx, room);
			if (attempts.length === 0) return err(refuse('lot.empty-roster'));
			const leaves = attempts.map((attempt) => {
				const salt = randomBytes(SALT_BYTES).toString('hex');
				return { attempt, salt, leaf: leafOf(salt, attempt) };
			});
			const seed = randomBytes(SEED_BYTES);
			const seedCommitment = commitToSeed(seed);
			const roster = {
				...{ room, frozenAt: clock.now(), seedCommitment },
				leaves: leaves.map(({ leaf }) => leaf).sort()
			};
			const commitment = commitmentOf(roster);
			const wrapped = await masterKey.wrap(seed, contextOf(room));
			await insertLot(tx, { ...roster, commitment }, wrapped, leaves);
			log.info({ room, of: leaves.length, commitment }, 'lot frozen');
			const frozen = await readLot(tx, room);
			if (!frozen) throw new Error('what was just written is not there');
			return ok(publicPart(frozen));
		});
	}

	/** Once and for ever; the same value again is harmless. Everybody's number is fixed by it. */
	async function announce(room: string, text: string): Promise<Result<PublishedLot, Refusal>> {
		const value = normalPublicValue(text);
		if (value === null) return err(refuse('lot.value-invalid'));
		if (!v.is(IdField, room)) return err(refuse('lot.not-found'));
		return db.transaction().execute(async (tx) => {
			const lot = await readLot(tx, room, { lock: true });
			if (!lot) return err(refuse((await lotRoom(tx, room)) ? 'lot.not-frozen' : 'lot.not-found'));
			if (lot.publicValue !== null)
				return lot.publicValue === value
					? ok(publicPart(lot))
					: err(refuse('lot.already-announced'));
			const order = drawOrder(lot.leaves, await seedOf(lot), value);
			// the clock of another process may be a little behind
			const at = Math.max(clock.now(), lot.frozenAt);
			const drawDigest = drawDigestOf(lot.commitment, { text: value, at }, order);
			await announceValue(tx, room, { text: value, at, drawDigest }, order);
			log.info({ room, drawDigest }, 'lot announced');
			return ok({ ...publicPart(lot), publicValue: value, publicValueAt: at, drawDigest });
		});
	}

	/** What a visitor may see. Null when there is no such room. */
	async function published(room: string): Promise<PublicDraw | null> {
		const about = v.is(IdField, room) ? await lotRoom(db, room) : null;
		if (!about) return null;
		const { roomName, sitting, title } = about;
		const times = timesOf(about);
		if (!(await isFrozen(db, room))) await freezeIfDue(about);
		const lot = await readLot(db, room);
		return {
			...{ room, roomName, sitting, title, ...times, now: clock.now() },
			lot: lot ? publicPart(await revealed(lot, times.entryClosesAt)) : null
		};
	}

	/**
	 * The draw of one attempt, by the id it has or will have. `number` is null until the public value is announced; leaf
	 * and salt are the candidate's from the freeze on, and nobody else's.
	 */
	async function drawOf(attempt: string): Promise<Result<OwnLeaf, Refusal>> {
		const known = await leafOfAttempt(db, attempt);
		if (known) return ok(known);
		const about = await lotRoomOfAttempt(db, attempt);
		if (!about) return err(refuse('attempt.not-found'));
		await freezeIfDue(about);
		const own = await leafOfAttempt(db, attempt);
		if (own) return ok(own);
		const frozen = await isFrozen(db, about.room);
		return err(refuse(frozen ? 'lot.not-in-roster' : 'lot.not-frozen'));
	}

	/** Once login is open and the exam draws lots at all, the first demand freezes. */
	async function freezeIfDue(about: LotRoom): Promise<void> {
		const due = clock.now() >= timesOf(about).freezesAt;
		if (due && about.rules.plan.includes('lot')) await freeze(about.room);
	}

	/** Without a value there is no draw yet, and a seed that is known could choose one. */
	async function revealed(lot: StoredLot, entryClosesAt: Millis): Promise<PublishedLot> {
		const now = clock.now();
		if (lot.seed !== null || lot.publicValue === null || now < entryClosesAt) return lot;
		const seed = Buffer.from(await seedOf(lot)).toString('hex');
		await revealSeed(db, lot.room, seed, now);
		log.info({ room: lot.room }, 'lot revealed');
		return { ...lot, seed };
	}

	async function seedOf({ room, wrappedSeed, seedCommitment }: StoredLot): Promise<Uint8Array> {
		const seed = await masterKey.unwrap(wrappedSeed, contextOf(room));
		if (commitToSeed(seed) !== seedCommitment) throw new Error(`not the seed of room ${room}`);
		return seed;
	}

	return { freeze, announce, published, drawOf };
}

const timesOf = ({ startsAt, rules }: LotRoom): { freezesAt: Millis; entryClosesAt: Millis } => ({
	freezesAt: startsAt - rules.loginOpensBeforeMs,
	entryClosesAt: startsAt + rules.loginClosesAfterMs
});

/** Named one by one: what is not named here stays here. */
function publicPart(lot: PublishedLot): PublishedLot {
	const { format, room, leaves, frozenAt, seedCommitment, commitment } = lot;
	const { publicValue, publicValueAt, drawDigest, seed } = lot;
	return {
		...{ format, room, leaves, frozenAt, seedCommitment, commitment },
		...{ publicValue, publicValueAt, drawDigest, seed }
	};
}
