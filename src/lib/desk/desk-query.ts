// What is typed into the desk's one box (I5): a name, an admission number, or the last four digits of an ID
// number, or all of it: any number in between would let it be found out digit by digit. Pure.

const MAX_QUERY = 100;
const LEAST = 2;
/** Of an ID number, the last of which may be X. */
export const ID_END = 4;
const ID_LENGTH = 18;
/** Fewer signs inside admission numbers would list everybody. */
const LEAST_INSIDE = 4;
/** A person looks through no more of them. */
export const MAX_HITS = 50;

export interface DeskQuery {
	readonly text: string;
	/** For the audit log, which has no names: of which kind it was. */
	readonly kind: 'digits' | 'words';
	/** The end of an ID number, or all of it; null = it cannot be one. */
	readonly idEnd: string | null;
	/** Also inside an admission number; a short one must be the whole. */
	readonly anywhere: boolean;
}

/** @returns null when it is too short to look for, or too long */
export function readDeskQuery(typed: string): DeskQuery | null {
	const text = typed.normalize('NFKC').trim().replace(/\s+/g, ' ');
	if (text.length < LEAST || text.length > MAX_QUERY || text.includes('\0')) return null;
	if (!text.isWellFormed()) return null;
	const digits = /^\d+[\dXx]?$/.test(text);
	return {
		text,
		kind: digits ? 'digits' : 'words',
		idEnd:
			digits && (text.length === ID_END || text.length === ID_LENGTH) ? text.toUpperCase() : null,
		anywhere: text.length >= LEAST_INSIDE
	};
}
