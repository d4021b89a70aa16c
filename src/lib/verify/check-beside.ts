// What stands beside the log in an export, held against it: payloads, parts, head (C34).
import type { AttemptState } from '../attempt/attempt-state.ts';
import { payloadDigest, type LogLine } from '../attempt/event-log.ts';
import type { EventData } from '../attempt/events.ts';
import {
	leavingState,
	type ExportContent,
	type ExportedPart,
	type ExportedPayload
} from './export-format.ts';
import { fault, type Fault } from './fault.ts';

/** Each line with a digest has one entry, in the order of the log, and no other has. */
export function payloadFaults({
	lines,
	payloads
}: Pick<ExportContent, 'lines' | 'payloads'>): Fault[] {
	const faults: Fault[] = [];
	const lineOf = new Map(lines.map((line) => [line.seq, line]));
	const given = new Set(payloads.map(({ seq }) => seq));
	for (const [index, payload] of payloads.entries()) {
		const before = payloads[index - 1]?.seq ?? -1;
		if (payload.seq <= before)
			faults.push(
				fault('payload-order', { line: payload.seq, member: `payloads.${String(index)}` })
			);
		else faults.push(...onePayload(lineOf.get(payload.seq), payload));
	}
	for (const { seq, payload } of lines)
		if (payload !== null && !given.has(seq))
			faults.push(fault('payload-missing', { line: seq, member: 'payload', expected: payload }));
	return faults;
}

function onePayload(line: LogLine | undefined, payload: ExportedPayload): Fault[] {
	const { seq } = payload;
	if (!line || line.payload === null)
		return [fault('payload-unknown', { line: seq, member: 'payloads' })];
	if (payload.state === 'erased') return [];
	if (payload.state !== 'given')
		return payload.state === leavingState(line.type)
			? []
			: [fault('payload-withheld', { line: seq, member: 'payloads', found: line.type })];
	const found = payloadDigest(payload.salt, payload.content);
	return found === line.payload
		? []
		: [fault('payload-digest', { line: seq, member: 'payload', expected: line.payload, found })];
}

/** The list is what the log announced, with the lengths and digests that the log verified. */
export function partFaults(
	state: AttemptState,
	{ lines, parts }: Pick<ExportContent, 'lines' | 'parts'>
): Fault[] {
	const faults: Fault[] = [];
	const listed = new Set(parts.map(({ id }) => id));
	for (const [index, part] of parts.entries()) {
		const line = announcing(lines, part.id);
		const doubled = parts.findIndex(({ id }) => id === part.id) < index;
		if (!line || doubled) faults.push(fault('part-unknown', { member: part.id }));
		else faults.push(...onePart(part, expectedPart(state, line)));
	}
	for (const [id, { announced }] of Object.entries(state.parts))
		if (announced && !listed.has(id)) faults.push(fault('part-missing', { member: id }));
	return faults;
}

const announcing = (lines: readonly LogLine[], id: string): LogLine | undefined =>
	lines.find(
		({ type, data }) => type === 'part.announced' && (data as { id?: unknown } | null)?.id === id
	);

function expectedPart(state: AttemptState, { data }: LogLine): ExportedPart {
	const { id, track, startedAt } = data as EventData<'part.announced'>;
	return { id, track, startedAt, verified: state.parts[id]?.verified ?? null };
}

function onePart(found: ExportedPart, expected: ExportedPart): Fault[] {
	const [is, should] = [found, expected].map(({ track, startedAt, verified }) => ({
		track,
		startedAt,
		bytes: verified?.bytes ?? null,
		sha256: verified?.sha256 ?? null
	}));
	return (['track', 'startedAt', 'bytes', 'sha256'] as const).flatMap((member) =>
		is?.[member] === should?.[member]
			? []
			: [
					fault('part-differs', {
						member: `${found.id} ${member}`,
						expected: String(should?.[member]),
						found: String(is?.[member])
					})
				]
	);
}

export function headFaults({ lines, head }: Pick<ExportContent, 'lines' | 'head'>): Fault[] {
	const last = lines.at(-1);
	if (last?.seq === head.seq && last.hash === head.hash) return [];
	return [
		fault('head-differs', {
			line: head.seq,
			member: 'head',
			expected: `${String(head.seq)} ${head.hash}`,
			found: last ? `${String(last.seq)} ${last.hash}` : null
		})
	];
}
