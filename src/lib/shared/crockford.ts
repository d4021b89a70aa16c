// Crockford's base32 as people read it out and type it: the paper's key, a phone's pairing code.

/** No I, L, O, U. */
export const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Takes lower case, full-width letters, spaces, hyphens, and the letters that are mistaken for 0 and 1. */
export const plainTyped = (typed: string): string =>
	typed
		.normalize('NFKC')
		.toUpperCase()
		.replace(/[\s\p{Dash_Punctuation}]/gu, '')
		.replaceAll('O', '0')
		.replace(/[IL]/g, '1');

/** In groups of so many: `7Z3K-…`. */
export const inGroups = (written: string, size: number): string =>
	(written.match(new RegExp(`.{1,${size}}`, 'g')) ?? []).join('-');
