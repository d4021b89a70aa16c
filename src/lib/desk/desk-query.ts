// What is typed into the desk's one box (I5): a name, an admission number, or the last digits of an ID number. Pure.

const MAX_QUERY = 100;
const LEAST = 2;
/** Fewer digits would list everybody, and fewer of an ID number tell nobody apart. */
export const LEAST_DIGITS = 4;
/** A person looks through no more of them. */
export const MAX_HITS = 50;

export interface DeskQuery {
	readonly text: string;
	/** For the audit log, which has no names: of which kind it was. */
	readonly kind: 'digits' | 'words';
	/** The end of an ID number, null = it cannot be one. */
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
	const long = text.length >= LEAST_DIGITS;
	return {
		text,
		kind: digits ? 'digits' : 'words',
		idEnd: digits && long ? text.toUpperCase() : null,
		anywhere: long
	};
}
