// The hash chain of an attempt's log. Format: docs/spec/log.md. Pure: the same code writes, verifies and exports.
import { canonicalJson, sha256Chained, sha256OfText, type Sha256 } from '../shared/digest.ts';
import type { Millis } from '../shared/clock.ts';

/** The chain hangs on 32 zero bytes. */
export const CHAIN_ORIGIN: Sha256 = '0'.repeat(64);

/** One line of the log, as it is hashed. */
export interface LogBody {
	readonly attempt: string;
	/** 0 is the frozen exam; decisions from 1, without holes. */
	readonly seq: number;
	readonly type: string;
	readonly data: unknown;
	/** Salted digest of the erasable payload that lies beside, if there is one. */
	readonly payload: Sha256 | null;
	/** When the device says it happened (estimated server time), null for the server's own events. */
	readonly clientAt: Millis | null;
	readonly serverAt: Millis;
}

export interface LogLine extends LogBody {
	readonly previous: Sha256;
	/** SHA-256(previous ‖ RFC 8785 JSON of the body). */
	readonly hash: Sha256;
}

export function chain(previous: Sha256, body: LogBody): LogLine {
	const { attempt, seq, type, data, payload, clientAt, serverAt } = body;
	const bare: LogBody = { attempt, seq, type, data, payload, clientAt, serverAt };
	return { ...bare, previous, hash: sha256Chained(previous, canonicalJson(bare)) };
}

/** Digest of a payload that may be erased later: without the salt its text cannot be guessed from the log. */
export function payloadDigest(salt: string, payload: unknown): Sha256 {
	return sha256OfText(`${salt}.${canonicalJson(payload)}`);
}

export type ChainFault = { readonly seq: number; readonly fault: 'sequence' | 'link' | 'hash' };

/** @returns the first place where the chain breaks, or null when it is whole */
export function verifyChain(lines: readonly LogLine[]): ChainFault | null {
	let previous = CHAIN_ORIGIN;
	for (const [index, line] of lines.entries()) {
		if (line.seq !== index) return { seq: index, fault: 'sequence' };
		if (line.previous !== previous) return { seq: index, fault: 'link' };
		if (chain(previous, line).hash !== line.hash) return { seq: index, fault: 'hash' };
		previous = line.hash;
	}
	return null;
}
