// The sitting's root (C34): the log was under it at closing, and it is the one that was published. Without a published one
// there is nothing to compare: what the file says of it, whoever signs the file can say.
import * as v from 'valibot';
import type { Sha256 } from '../shared/digest.ts';
import { Sha256Field } from '../shared/fields.ts';
import type { ClosedSitting, ExportContent } from './export-format.ts';
import { fault, type Fault } from './fault.ts';
import { rootOnPath } from './merkle.ts';
import { isSigned, rootBytes, typedFingerprint } from './signing.ts';

/** What `GET /api/sittings/CODE/root` answers, as far as it is compared. */
const PublishedSchema = v.object({ v: v.literal(1), root: Sha256Field });

/** @param text its digits as a person types or pastes them, or the JSON of the address. @returns null when it is neither */
export function publishedRoot(text: string): Sha256 | null {
	const typed = typedFingerprint(text);
	if (typed !== null) return typed;
	try {
		const read = v.safeParse(PublishedSchema, JSON.parse(text));
		return read.success ? read.output.root : null;
	} catch {
		return null;
	}
}

interface Beside {
	readonly subtle: SubtleCrypto | undefined;
	/** As published; null = nobody gave it. */
	readonly root: Sha256 | null;
}

/** @returns null where the signature cannot be computed here, and nothing else is wrong */
export async function rootFaults(
	{ lines, sitting: { code, closed }, key }: ExportContent,
	{ subtle, root: published }: Beside
): Promise<Fault[] | null> {
	if (!closed) return [];
	const { closedAt, count, root, signature } = closed;
	const statement = rootBytes({ sitting: code, closedAt, count, root });
	const signed = await isSigned(subtle, key, signature, statement);
	const faults = [...otherRoot(root, published), ...pathFaults(lines, closed)];
	if (signed === false)
		faults.push(fault('root-signature', { member: 'sitting.closed.signature', found: signature }));
	return signed === null && faults.length === 0 ? null : faults;
}

function otherRoot(found: Sha256, expected: Sha256 | null): Fault[] {
	if (expected === null || expected === found) return [];
	return [fault('root-other', { member: 'sitting.closed.root', expected, found })];
}

/** The log may have grown since: the head that was under the root must still be in it. */
function pathFaults(lines: ExportContent['lines'], { leaf, count, root }: ClosedSitting): Fault[] {
	if (!leaf) return [fault('root-absent', { member: 'sitting.closed.leaf', expected: root })];
	const head = lines.find(({ seq }) => seq === leaf.seq)?.hash;
	if (!head) return [fault('root-line', { line: leaf.seq, member: 'hash' })];
	const found = rootOnPath(head, leaf, count);
	if (found === root) return [];
	return [fault('root-path', { line: leaf.seq, member: 'hash', expected: root, found })];
}
