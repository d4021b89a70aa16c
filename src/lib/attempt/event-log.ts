// The hash chain of an attempt's log. Format: docs/spec/log.md. Pure: the same code writes, verifies and exports.
import { canonicalJson, sha256Chained, sha256OfText, type Sha256 } from '../shared/digest.ts';
import type { Millis } from '../shared/clock.ts';
import type { Head } from './ports.ts';

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

export interface ChainFault {
	readonly seq: number;
	readonly fault: 'sequence' | 'attempt' | 'link' | 'hash' | 'head';
}

/**
 * @param head one that was told to a device (a receipt): the log must still contain it, else its end may have been cut
 * @returns the first place where the chain breaks, or null when it is whole
 */
export function verifyChain(lines: readonly LogLine[], head?: Head): ChainFault | null {
	let previous = CHAIN_ORIGIN;
	for (const [seq, line] of lines.entries()) {
		const fault = faultOf(line, { seq, previous, attempt: lines[0]?.attempt });
		if (fault) return { seq, fault };
		previous = line.hash;
	}
	if (head && lines[head.seq]?.hash !== head.hash) return { seq: head.seq, fault: 'head' };
	return null;
}

function faultOf(
	line: LogLine,
	expected: { seq: number; previous: Sha256; attempt: string | undefined }
): ChainFault['fault'] | null {
	if (line.seq !== expected.seq) return 'sequence';
	if (line.attempt !== expected.attempt) return 'attempt';
	if (line.previous !== expected.previous) return 'link';
	return chain(expected.previous, line).hash === line.hash ? null : 'hash';
}
