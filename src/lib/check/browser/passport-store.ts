// What a device check leaves in this browser (C4): its passport, the salt of its digests, the ticks of the room's list.
// One installation has one web address, so its storage holds nobody else's. Storage may be shut off (a private window):
// then nothing is kept, and the page works all the same.
import * as v from 'valibot';
import { PassportSchema, type Passport } from '../../integrity/passport.ts';

const PASSPORT = 'device-passport';
const SALT = 'device-passport-salt';
const TICKS = 'room-checklist';
const SALT_BYTES = 16;

export const keepPassport = (passport: Passport): void => write(PASSPORT, passport);

/** Null where there is none, or none that this version understands. */
export function keptPassport(): Passport | null {
	const parsed = v.safeParse(PassportSchema, read(PASSPORT));
	return parsed.success ? parsed.output : null;
}

/** A check in another tab of this browser. @returns a function that ends the watching */
export function watchPassport(listener: () => void): () => void {
	const changed = ({ key }: StorageEvent): void => {
		if (key === PASSPORT || key === null) listener();
	};
	addEventListener('storage', changed);
	return () => removeEventListener('storage', changed);
}

/** Made once for this browser. */
export function passportSalt(): string {
	const kept = read(SALT);
	if (typeof kept === 'string' && kept !== '') return kept;
	const bytes = crypto.getRandomValues(new Uint8Array(SALT_BYTES));
	const salt = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
	write(SALT, salt);
	return salt;
}

export const keepTicks = (ticked: readonly string[]): void => write(TICKS, ticked);

export function keptTicks(): readonly string[] {
	const parsed = v.safeParse(v.array(v.string()), read(TICKS));
	return parsed.success ? parsed.output : [];
}

function write(key: string, value: unknown): void {
	try {
		localStorage.setItem(key, JSON.stringify(value));
	} catch {
		return;
	}
}

function read(key: string): unknown {
	try {
		return JSON.parse(localStorage.getItem(key) ?? 'null');
	} catch {
		return null;
	}
}
