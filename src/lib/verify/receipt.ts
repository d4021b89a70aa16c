// A candidate's saved receipt held against an export (C34, C24): its head must be in the log, and what it names too.
import * as v from 'valibot';
import type { AttemptState } from '../attempt/attempt-state.ts';
import { CountField as count, Sha256Field as sha256 } from '../shared/fields.ts';
import type { ExportContent } from './export-format.ts';
import { fault, type Fault } from './fault.ts';

/** What of a receipt can be compared; new members may come (docs/spec/hand-in.md). */
const ReceiptSchema = v.object({
	v: v.literal(1),
	type: v.literal('duimian-receipt'),
	sitting: v.string(),
	tracks: v.array(v.object({ track: v.string(), digests: v.array(sha256) })),
	head: v.object({ seq: count, hash: sha256 }),
	lot: v.nullable(v.object({ number: count, of: count, attempt: v.string() }))
});
type Receipt = v.InferOutput<typeof ReceiptSchema>;

const IN_HTML = /<script\b[^>]*\bid=["']?receipt["']?[^>]*>([\s\S]*?)<\/script>/i;

/** @param text the saved page, or its JSON alone */
export function receiptFaults(
	text: string,
	content: ExportContent,
	state: AttemptState | null
): Fault[] {
	const receipt = parsed(text);
	if (!receipt) return [fault('receipt-form')];
	return [
		...headFaults(receipt, content),
		...sittingFaults(receipt, content),
		...digestFaults(receipt, state),
		...lotFaults(receipt, content, state)
	];
}

function parsed(text: string): Receipt | null {
	try {
		const json: unknown = JSON.parse(IN_HTML.exec(text)?.[1] ?? text);
		const read = v.safeParse(ReceiptSchema, json);
		return read.success ? read.output : null;
	} catch {
		return null;
	}
}

function headFaults({ head }: Receipt, { lines }: ExportContent): Fault[] {
	const found = lines.find(({ seq }) => seq === head.seq)?.hash ?? null;
	if (found === head.hash) return [];
	return [fault('receipt-head', { line: head.seq, member: 'hash', expected: head.hash, found })];
}

function sittingFaults({ sitting }: Receipt, content: ExportContent): Fault[] {
	const found = content.sitting.code;
	if (found === sitting) return [];
	return [fault('receipt-sitting', { member: 'sitting.code', expected: sitting, found })];
}

function digestFaults({ tracks }: Receipt, state: AttemptState | null): Fault[] {
	const known = new Set(
		Object.values(state?.parts ?? {}).map(({ track, verified }) => `${track} ${verified?.sha256}`)
	);
	return tracks.flatMap(({ track, digests }) =>
		digests
			.filter((digest) => !known.has(`${track} ${digest}`))
			.map((digest) => fault('receipt-digest', { member: track, expected: digest }))
	);
}

function lotFaults(
	{ lot }: Receipt,
	{ attempt }: ExportContent,
	state: AttemptState | null
): Fault[] {
	if (!lot) return [];
	const expected = `${String(lot.number)} / ${String(lot.of)}`;
	const drawn = state?.lot;
	const found = drawn ? `${String(drawn.number)} / ${String(drawn.of)}` : null;
	return [
		...(found === expected ? [] : [fault('receipt-lot', { member: 'lot.drawn', expected, found })]),
		...(lot.attempt === attempt
			? []
			: [fault('receipt-lot', { member: 'attempt', expected: lot.attempt, found: attempt })])
	];
}
