// Checks an exported attempt without any server (C34): the same code in the operator's command and in a visitor's browser.
// What it proves, and what an independent program must do: docs/spec/export.md.
import type { AttemptState } from '../attempt/attempt-state.ts';
import type { Sha256 } from '../shared/digest.ts';
import { headFaults, partFaults, payloadFaults } from './check-beside.ts';
import { chainFaults, replay } from './check-lines.ts';
import { rootFaults } from './check-root.ts';
import { signedBytes, type AttemptExport, type ExportContent } from './export-format.ts';
import {
	fault,
	FAULT_CODES,
	STEPS,
	type ExportFacts,
	type Fault,
	type Finding,
	type Step,
	type Verdict
} from './fault.ts';
import { readExport, type ReadExport } from './read-export.ts';
import { receiptFaults } from './receipt.ts';
import { fingerprintOf, isSigned } from './signing.ts';

export interface VerifyOptions {
	/** Absent where the page is not secure; without Ed25519 the signatures stay open. */
	readonly subtle: SubtleCrypto | undefined;
	/** The fingerprint that the reader expects; null = only shown. */
	readonly key: Sha256 | null;
	/** The sitting's root as it was published elsewhere; null = what the file says of it is compared with nothing. */
	readonly root: Sha256 | null;
	/** Text of the saved receipt. */
	readonly receipt: string | null;
}

export async function verifyExport(
	bytes: Uint8Array<ArrayBuffer>,
	options: VerifyOptions
): Promise<Verdict> {
	const read = readExport(bytes);
	if (!read.file) return verdictOf(read.faults, new Set(STEPS.slice(1)), null);
	const content = read.file.export;
	const { state, faults: replayed } = replay(content.lines);
	const [signed, proven] = await Promise.all([
		signatureFaults(read, read.file, options.subtle),
		rootFaults(content, options)
	]);
	const faults = [
		...read.faults,
		...chainFaults(content.lines, content.attempt),
		...replayed,
		...payloadFaults(content),
		...(state ? partFaults(state, content) : []),
		...headFaults(content),
		...(signed ?? []),
		...keyFaults(content, options.key),
		...(proven ?? []),
		...(options.receipt === null ? [] : receiptFaults(options.receipt, content, state))
	];
	const open = openSteps(content, state, options, { signed, proven });
	return verdictOf(faults, open, factsOf(content));
}

function openSteps(
	content: ExportContent,
	state: AttemptState | null,
	{ key, root, receipt }: VerifyOptions,
	{ signed, proven }: { signed: Fault[] | null; proven: Fault[] | null }
): Set<Step> {
	const open: [Step, boolean][] = [
		['parts', state === null],
		['signature', signed === null],
		['key', key === null],
		['root', content.sitting.closed === null || root === null || proven === null],
		['receipt', receipt === null]
	];
	return new Set(open.flatMap(([step, isOpen]) => (isOpen ? [step] : [])));
}

function verdictOf(
	faults: readonly Fault[],
	open: ReadonlySet<Step>,
	facts: ExportFacts | null
): Verdict {
	const wrong = new Set(faults.map(({ code }) => FAULT_CODES[code]));
	const finding = (step: Step): Finding => {
		if (wrong.has(step)) return 'wrong';
		return open.has(step) ? 'open' : 'right';
	};
	const steps = Object.fromEntries(STEPS.map((step) => [step, finding(step)]));
	return { steps: steps as Verdict['steps'], faults, facts };
}

/** @returns null where it cannot be computed here */
async function signatureFaults(
	{ bytes }: ReadExport,
	{ export: { key }, signature }: AttemptExport,
	subtle: SubtleCrypto | undefined
): Promise<Fault[] | null> {
	const right = await isSigned(subtle, key, signature, signedBytes(bytes));
	if (right === null) return null;
	return right ? [] : [fault('signature-wrong', { member: 'signature', found: signature })];
}

function keyFaults({ key }: ExportContent, expected: Sha256 | null): Fault[] {
	const found = fingerprintOf(key);
	if (expected === null || expected === found) return [];
	return [fault('key-other', { member: 'export.key', expected, found })];
}

function factsOf(content: ExportContent): ExportFacts {
	const { attempt, candidate, sitting, exported, lines, parts, head, key, payloads } = content;
	const { closed } = sitting;
	const beside = { given: 0, erased: 0, sealed: 0, withheld: 0 };
	for (const { state } of payloads) beside[state] += 1;
	return {
		...{ attempt, candidate, head },
		sitting: sitting.code,
		exportedAt: exported.at,
		lines: lines.length,
		parts: parts.length,
		fingerprint: fingerprintOf(key),
		beside,
		root: closed && { root: closed.root, count: closed.count, closedAt: closed.closedAt }
	};
}
