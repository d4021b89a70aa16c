// What is public about a room's draw (C12), and the check that a visitor's browser makes of it.
import { hexToBytes } from '@noble/hashes/utils.js';
import * as v from 'valibot';
import type { Millis } from '../shared/clock.ts';
import type { Sha256 } from '../shared/digest.ts';
import { IdField, MillisField, Sha256Field } from '../shared/fields.ts';
import {
	commitmentOf,
	commitToSeed,
	compare,
	drawDigestOf,
	drawOrder,
	leafOf,
	LOT_FORMAT,
	normalPublicValue,
	type Roster
} from './lot.ts';

/** Everything a recomputation needs. Members that are not known yet are null. */
export interface PublishedLot extends Roster {
	readonly format: typeof LOT_FORMAT;
	readonly commitment: Sha256;
	readonly publicValue: string | null;
	readonly publicValueAt: Millis | null;
	readonly drawDigest: Sha256 | null;
	/** 32 bytes in hexadecimal, once entry is closed. */
	readonly seed: string | null;
}

/** `GET /api/rooms/[room]/lot`: which room, when what comes, and the draw once the roster is frozen. */
export interface PublicDraw {
	readonly room: string;
	readonly roomName: string;
	readonly sitting: string;
	readonly title: { readonly 'zh-CN': string; readonly en: string };
	/** The roster is frozen by then at the latest. */
	readonly freezesAt: Millis;
	readonly entryClosesAt: Millis;
	readonly now: Millis;
	readonly lot: PublishedLot | null;
}

/** missing = not published yet. */
export type Finding = 'right' | 'wrong' | 'missing';

export interface LotCheck {
	/** The leaves are whole, in order, and those that the commitment binds. */
	readonly roster: Finding;
	/** The seed is the one committed to. */
	readonly seed: Finding;
	/** The public value came after the commitment. */
	readonly value: Finding;
	/** The order is the one that was bound when the value was announced. */
	readonly order: Finding;
	/** Leaves by number, number 1 first; only when all four are right. */
	readonly draws: readonly Sha256[] | null;
}

const isDigest = (text: string | null): text is Sha256 => v.is(Sha256Field, text);
const isMillis = (value: number | null): value is Millis => v.is(MillisField, value);
const finding = (right: boolean): Finding => (right ? 'right' : 'wrong');

/** Recomputes the whole draw from what was published, and from nothing else. Never throws. */
export function checkLot(lot: PublishedLot): LotCheck {
	const roster = checkRoster(lot);
	const seed = lot.seed === null ? 'missing' : checkSeed(lot.seed, lot);
	const value = checkValue(lot);
	const order = orderOf(lot, [roster, seed, value]);
	const right = order !== null && order.digest === lot.drawDigest;
	return {
		roster,
		seed,
		value,
		order:
			order === null
				? seed === 'missing' || value === 'missing'
					? 'missing'
					: 'wrong'
				: finding(right),
		draws: right ? order.leaves : null
	};
}

function checkRoster(lot: PublishedLot): Finding {
	const { format, leaves, frozenAt, seedCommitment, commitment } = lot;
	const ascending = leaves.every((leaf, index) => compare(leaves[index - 1] ?? '', leaf) < 0);
	const whole =
		format === LOT_FORMAT &&
		leaves.length > 0 &&
		ascending &&
		[...leaves, seedCommitment, commitment].every(isDigest) &&
		isMillis(frozenAt);
	return finding(whole && commitmentOf(lot) === commitment);
}

const checkSeed = (seed: string, { seedCommitment }: PublishedLot): Finding =>
	finding(isDigest(seed) && commitToSeed(hexToBytes(seed)) === seedCommitment);

function checkValue({ publicValue, publicValueAt, drawDigest, frozenAt }: PublishedLot): Finding {
	if (publicValue === null && publicValueAt === null && drawDigest === null) return 'missing';
	const whole =
		publicValue !== null &&
		normalPublicValue(publicValue) === publicValue &&
		isMillis(publicValueAt) &&
		isDigest(drawDigest);
	return finding(whole && publicValueAt >= frozenAt);
}

function orderOf(
	{ leaves, seed, publicValue, publicValueAt, commitment }: PublishedLot,
	earlier: readonly Finding[]
): { leaves: Sha256[]; digest: Sha256 } | null {
	const usable = earlier.every((one) => one === 'right');
	if (!usable || seed === null || publicValue === null || publicValueAt === null) return null;
	const order = drawOrder(leaves, hexToBytes(seed), publicValue);
	return {
		leaves: order,
		digest: drawDigestOf(commitment, { text: publicValue, at: publicValueAt }, order)
	};
}

/** What a candidate alone holds: it proves which leaf is theirs. */
export interface LotReceipt {
	readonly salt: string;
	readonly attempt: string;
}

/** @returns the leaf of a receipt, or null when its two texts cannot be a receipt */
export function leafOfReceipt({ salt, attempt }: LotReceipt): Sha256 | null {
	const texts = { salt: salt.trim().toLowerCase(), attempt: attempt.trim().toLowerCase() };
	if (!isDigest(texts.salt) || !v.is(IdField, texts.attempt)) return null;
	return leafOf(texts.salt, texts.attempt);
}
