// The code that binds a phone (C11, P1): 50 bits in ten characters, spelled XXXXX-XXXXX everywhere. In an address it
// stands behind the #, which no server log, referrer or link preview ever sees.
import { CROCKFORD, inGroups, plainTyped } from '../shared/crockford.ts';

const LENGTH = 10;
const GROUP = 5;
/** Random bytes for one code. */
export const PAIRING_CODE_BYTES = LENGTH;
/** P1: a code is good for minutes. */
export const PAIRING_CODE_LIFE_MS = 5 * 60_000;

const PATH = '/evidence';

/** @param random at least `PAIRING_CODE_BYTES`; five bits of each are used */
export function newPairingCode(random: Uint8Array): string {
	if (random.byteLength < PAIRING_CODE_BYTES) throw new RangeError('not enough randomness');
	const letters = Array.from(random.subarray(0, LENGTH), (byte) => CROCKFORD[byte & 31]);
	return inGroups(letters.join(''), GROUP);
}

export const pairingAddress = (origin: string, code: string): string => `${origin}${PATH}#${code}`;

/**
 * What a person has typed or a camera has seen: the code, or the address that carries it.
 * Whether the address is one of this installation is for the caller to say.
 * @returns the code as `newPairingCode` spells it, null = none
 */
export function readPairingCode(text: string): string | null {
	const address = addressIn(text);
	const typed = address ? codePartOf(address) : text;
	const plain = plainTyped(typed);
	if (plain.length !== LENGTH) return null;
	return [...plain].every((letter) => CROCKFORD.includes(letter)) ? inGroups(plain, GROUP) : null;
}

function addressIn(text: string): URL | null {
	if (!/^\s*https?:/i.test(text)) return null;
	try {
		return new URL(text);
	} catch {
		return null;
	}
}

/** Empty for an address that leads elsewhere. */
const codePartOf = ({ pathname, hash }: URL): string =>
	pathname.replace(/\/$/, '') === PATH ? hash.slice(1) : '';
