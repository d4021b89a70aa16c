// What a check of an export answers (C34): each step's state and every fault with the place where it breaks. Codes, no
// words: `verify.fault.<code>` has them.
import type { Millis } from '../shared/clock.ts';
import type { Sha256 } from '../shared/digest.ts';

/** In the order in which they are told. */
export const STEPS = [
	'form',
	'chain',
	'content',
	'payloads',
	'parts',
	'head',
	'signature',
	'key',
	'root',
	'receipt'
] as const;
export type Step = (typeof STEPS)[number];

/** `open`: there was nothing to compare with, or it could not be computed here. */
export type Finding = 'right' | 'wrong' | 'open';

export const FAULT_CODES = {
	'not-text': 'form',
	'not-json': 'form',
	'not-canonical': 'form',
	'other-format': 'form',
	'other-version': 'form',
	'wrong-form': 'form',
	'line-missing': 'chain',
	'line-attempt': 'chain',
	'line-previous': 'chain',
	'line-hash': 'chain',
	'line-type': 'content',
	'line-data': 'content',
	'line-refused': 'content',
	'line-stopped': 'content',
	'payload-order': 'payloads',
	'payload-missing': 'payloads',
	'payload-unknown': 'payloads',
	'payload-digest': 'payloads',
	'payload-withheld': 'payloads',
	'part-missing': 'parts',
	'part-unknown': 'parts',
	'part-differs': 'parts',
	'head-differs': 'head',
	'signature-wrong': 'signature',
	'key-other': 'key',
	'root-absent': 'root',
	'root-line': 'root',
	'root-path': 'root',
	'root-signature': 'root',
	'root-other': 'root',
	'receipt-form': 'receipt',
	'receipt-head': 'receipt',
	'receipt-digest': 'receipt',
	'receipt-sitting': 'receipt',
	'receipt-lot': 'receipt'
} as const satisfies Record<string, Step>;
export type FaultCode = keyof typeof FAULT_CODES;

export interface Fault {
	readonly code: FaultCode;
	/** Number of the log's line, counted from 0; null where it is none. */
	readonly line: number | null;
	/** Which member, byte or entry. */
	readonly member: string | null;
	readonly expected: string | null;
	readonly found: string | null;
}

export const fault = (code: FaultCode, where: Partial<Omit<Fault, 'code'>> = {}): Fault => ({
	...{ code, line: null, member: null, expected: null, found: null },
	...where
});

/** What the file says of itself, to be shown beside the verdict. */
export interface ExportFacts {
	readonly attempt: string;
	readonly candidate: { readonly name: string; readonly admission: string };
	readonly sitting: string;
	readonly exportedAt: Millis;
	readonly lines: number;
	readonly parts: number;
	readonly head: { readonly seq: number; readonly hash: Sha256 };
	/** Of the key in the file, to be compared with the published one. */
	readonly fingerprint: Sha256;
	/** Of what lies beside the log: how much is in the file, and how much only by its digest. */
	readonly beside: Readonly<Record<'given' | 'erased' | 'sealed' | 'withheld', number>>;
	readonly root: {
		readonly root: Sha256;
		readonly count: number;
		readonly closedAt: Millis;
	} | null;
}

export interface Verdict {
	readonly steps: Readonly<Record<Step, Finding>>;
	/** In the order of the steps, and in each of the file. */
	readonly faults: readonly Fault[];
	/** Null where the form is wrong. */
	readonly facts: ExportFacts | null;
}

/**
 * `unable`: nothing is wrong, and the signature could not be computed here; `uncompared`: nothing is wrong, and a step that
 * was asked for is open.
 */
export type Outcome = 'right' | 'wrong' | 'unable' | 'uncompared';

/** @param asked steps that need something from elsewhere, and were to be compared with it */
export function outcomeOf({ steps, faults }: Verdict, asked: readonly Step[]): Outcome {
	if (faults.length > 0) return 'wrong';
	if (steps.signature === 'open') return 'unable';
	return asked.some((step) => steps[step] === 'open') ? 'uncompared' : 'right';
}
