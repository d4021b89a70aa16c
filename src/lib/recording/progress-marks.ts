// Which film lies in which bytes: as a part grows, its counter and its film are noted together, so that the server's
// acknowledgement of bytes can be told as a time ("safe on server to 14:05"). Pure.
import type { Millis } from '../shared/clock.ts';

interface Mark {
	readonly bytes: number;
	readonly until: Millis;
}

export type ProgressMarks = Readonly<Record<string, readonly Mark[]>>;

export function addMark(
	marks: ProgressMarks,
	part: string,
	bytes: number,
	until: Millis
): ProgressMarks {
	const known = marks[part] ?? [];
	if (known.at(-1)?.bytes === bytes) return marks;
	return { ...marks, [part]: [...known, { bytes, until }] };
}

/** Film of `part` that lies within its first `acked` bytes, as the server time of its end; null when none is known. */
export function filmWithin(marks: ProgressMarks, part: string, acked: number): Millis | null {
	return marks[part]?.findLast((mark) => mark.bytes <= acked)?.until ?? null;
}
