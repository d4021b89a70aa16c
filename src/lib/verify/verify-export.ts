// Checks an exported attempt without any server (C34): the same code in the operator's command and in a visitor's browser.
// What it proves, and what an independent program must do: docs/spec/export.md.
import type { AttemptState } from '../attempt/attempt-state.ts';
import type { Sha256 } from '../shared/digest.ts';
import { headFaults, partFaults, payloadFaults } from './check-beside.ts';
import { chainFaults, replay } from './check-lines.ts';
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
import { rootOnPath } from './merkle.ts';
import { readExport, type ReadExport } from './read-export.ts';
import { receiptFaults } from './receipt.ts';
import { fingerprintOf, isSigned, rootBytes } from './signing.ts';

export interface VerifyOptions {
	/** Absent where the page is not secure; without Ed25519 the signatures stay open. */
	readonly subtle: SubtleCrypto | undefined;
	/** The fingerprint that the reader expects; null = only shown. */
	readonly key: Sha256 | null;
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
	const [signed, root] = await Promise.all([
		signatureFaults(read, read.file, options.subtle),
		rootFaults(content, options.subtle)
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
		...(root ?? []),
		...(options.receipt === null ? [] : receiptFaults(options.receipt, content, state))
	];
	const open = openSteps(content, state, options, { signed, root });
	return verdictOf(faults, open, factsOf(content));
}

function openSteps(
	content: ExportContent,
	state: AttemptState | null,
	{ key, receipt }: VerifyOptions,
	{ signed, root }: { signed: Fault[] | null; root: Fault[] | null }
): Set<Step> {
	const open: [Step, boolean][] = [
		['parts', state === null],
		['signature', signed === null],
		['key', key === null],
		['root', content.sitting.closed === null || root === null],
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

/** The log may have grown since: the head that was under the root must still be in it. */
async function rootFaults(
	{ lines, sitting: { code, closed }, key }: ExportContent,
	subtle: SubtleCrypto | undefined
): Promise<Fault[] | null> {
	if (!closed) return [];
	const { closedAt, count, root, signature, leaf } = closed;
	const statement = rootBytes({ sitting: code, closedAt, count, root });
	const signed = await isSigned(subtle, key, signature, statement);
	const faults: Fault[] = [];
	const head = leaf && lines.find(({ seq }) => seq === leaf.seq)?.hash;
	if (!leaf) faults.push(fault('root-absent', { member: 'sitting.closed.leaf', expected: root }));
	else if (!head) faults.push(fault('root-line', { line: leaf.seq, member: 'hash' }));
	else {
		const found = rootOnPath(head, leaf, count);
		if (found !== root)
			faults.push(fault('root-path', { line: leaf.seq, member: 'hash', expected: root, found }));
	}
	if (signed === false)
		faults.push(fault('root-signature', { member: 'sitting.closed.signature', found: signature }));
	return signed === null && faults.length === 0 ? null : faults;
}

function factsOf(content: ExportContent): ExportFacts {
	const { attempt, candidate, sitting, exported, lines, parts, head, key, payloads } = content;
	const { closed } = sitting;
	const counted = (state: 'erased' | 'sealed'): number =>
		payloads.filter((payload) => payload.state === state).length;
	return {
		...{ attempt, candidate, head },
		sitting: sitting.code,
		exportedAt: exported.at,
		lines: lines.length,
		parts: parts.length,
		fingerprint: fingerprintOf(key),
		erased: counted('erased'),
		sealed: counted('sealed'),
		root: closed && { root: closed.root, count: closed.count, closedAt: closed.closedAt }
	};
}
