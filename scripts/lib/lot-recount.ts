// Recomputes a published draw of lots (C12) with node:crypto alone. Written from docs/spec/lot.md and sharing no line
// with src/lib/exam/lot.ts, so that the two can find each other's mistakes: keep it so.
import { createHash, createHmac } from 'node:crypto';

interface Lot {
	format: string;
	room: string;
	leaves: readonly string[];
	frozenAt: number;
	seedCommitment: string;
	commitment: string;
	publicValue: string | null;
	publicValueAt: number | null;
	drawDigest: string | null;
	seed: string | null;
}

export interface Recount {
	/** What does not agree, in words; empty when all that is published agrees. */
	faults: string[];
	/** What is not published yet. */
	pending: string[];
	/** Leaf → number, when everything is published and agrees. */
	numbers: Map<string, number> | null;
}

function h(purpose: string, ...parts: (Buffer | string)[]): string {
	const hash = createHash('sha256').update('duimian-lot/1/').update(purpose).update('\0');
	for (const part of parts) hash.update(part);
	return hash.digest('hex');
}

function big(value: number, bytes: 4 | 8): Buffer {
	const out = Buffer.alloc(bytes);
	out.writeUInt32BE(value % 2 ** 32, bytes - 4);
	if (bytes === 8) out.writeUInt32BE(Math.floor(value / 2 ** 32), 0);
	return out;
}

const hex = (text: string): Buffer => Buffer.from(text, 'hex');

export const leafFrom = (salt: string, attempt: string): string => h('leaf', hex(salt), attempt);

/** @param lot the member `lot` of `GET /api/rooms/ROOM/lot` */
export function recountLot(lot: Lot): Recount {
	const faults: string[] = [];
	const pending: string[] = [];
	if (lot.format !== 'duimian-lot/1') return { faults: ['format'], pending, numbers: null };

	const ascending = lot.leaves.every((leaf, i) => i === 0 || leaf > (lot.leaves[i - 1] ?? ''));
	const whole = lot.leaves.length > 0 && lot.leaves.every((leaf) => /^[0-9a-f]{64}$/.test(leaf));
	const bound = h(
		'commitment',
		lot.room,
		big(lot.frozenAt, 8),
		hex(lot.seedCommitment),
		big(lot.leaves.length, 4),
		Buffer.concat(lot.leaves.map(hex))
	);
	if (!ascending || !whole || bound !== lot.commitment) faults.push('roster');

	if (lot.seed === null) pending.push('seed');
	else if (h('seed', hex(lot.seed)) !== lot.seedCommitment) faults.push('seed');

	const value = lot.publicValue;
	if (value === null && lot.publicValueAt === null && lot.drawDigest === null)
		pending.push('value');
	else if (!value || value.length > 200 || (lot.publicValueAt ?? -1) < lot.frozenAt)
		faults.push('value');

	if (faults.length > 0 || pending.length > 0 || lot.seed === null || value === null)
		return { faults, pending, numbers: null };

	const seed = hex(lot.seed);
	const rank = (leaf: string): Buffer =>
		createHmac('sha256', seed)
			.update('duimian-lot/1/order\0')
			.update(value)
			.update(hex(leaf))
			.digest();
	const order = lot.leaves
		.map((leaf) => [Buffer.concat([rank(leaf), hex(leaf)]), leaf] as const)
		.sort(([a], [b]) => Buffer.compare(a, b))
		.map(([, leaf]) => leaf);
	const text = Buffer.from(value, 'utf8');
	const outcome = h(
		'draw',
		hex(lot.commitment),
		big(lot.publicValueAt ?? 0, 8),
		big(text.length, 4),
		text,
		big(order.length, 4),
		Buffer.concat(order.map(hex))
	);
	if (outcome !== lot.drawDigest) return { faults: ['order'], pending, numbers: null };
	return { faults, pending, numbers: new Map(order.map((leaf, index) => [leaf, index + 1])) };
}
