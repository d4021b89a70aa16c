// Passwords at rest: argon2id (docs/decisions/accounts-and-sessions.md). Knows nothing of accounts.
import { hash, verify } from '@node-rs/argon2';
import { randomInt } from 'node:crypto';

const MEMORY_KIB = 32 * 1024;
const PASSES = 2;
const LANES = 1;
const COST = { memoryCost: MEMORY_KIB, timeCost: PASSES, parallelism: LANES };

export interface Passwords {
	hash(password: string): Promise<string>;
	/** @param hash of the account, or null when there is no such account: the work is done all the same */
	verify(hash: string | null, password: string): Promise<boolean>;
}

/** The decoy is hashed at once, so that not even the first unknown account is answered sooner or later. */
export function createPasswords(): Passwords {
	const decoy = hash('nobody has this account', COST);
	return {
		hash: (password) => hash(password, COST),
		async verify(known, password) {
			const matches = await verify(known ?? (await decoy), password);
			return known !== null && matches;
		}
	};
}

/** Read out over the telephone: no capitals, nothing that looks like something else. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';
const TEMPORARY_LENGTH = 12;

/** A password nobody chose: about 59 bits. */
export function randomPassword(): string {
	return Array.from({ length: TEMPORARY_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join(
		''
	);
}
