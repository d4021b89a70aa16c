// The installation's signing key (C34): made once, its private half wrapped by the master key, which is not in the
// database. Its fingerprint is what a reader of an export compares.
import type { Clock, Millis } from '../../shared/clock.ts';
import type { Sha256 } from '../../shared/digest.ts';
import type { Db } from '../../server/db/database.ts';
import type { MasterKey } from '../../server/sealing/master-key.ts';
import { fingerprintOf, type PublicKey } from '../signing.ts';

export interface SigningKey {
	readonly public: PublicKey;
	readonly fingerprint: Sha256;
	readonly since: Millis;
	/** @returns the signature in hexadecimal */
	sign(bytes: Uint8Array<ArrayBuffer>): Promise<string>;
}

const CONTEXT = 'signing-key';
const hex = (bytes: ArrayBuffer): string => Buffer.from(bytes).toString('hex');

/** Two processes that ask at once get the same. */
export async function openSigningKey(
	db: Db,
	clock: Clock,
	masterKey: MasterKey
): Promise<SigningKey> {
	const row = (await find(db)) ?? (await make(db, clock, masterKey));
	const pkcs8 = new Uint8Array(await masterKey.unwrap(row.private_wrapped, CONTEXT));
	const key = await crypto.subtle.importKey('pkcs8', pkcs8, 'Ed25519', false, ['sign']);
	const shown: PublicKey = { algorithm: 'Ed25519', public: row.public };
	return {
		public: shown,
		fingerprint: fingerprintOf(shown),
		since: row.created_at,
		sign: async (bytes) => hex(await crypto.subtle.sign('Ed25519', key, bytes))
	};
}

const find = (db: Db) => db.selectFrom('signing_key').selectAll().executeTakeFirst();

async function make(db: Db, clock: Clock, masterKey: MasterKey) {
	const pair = await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify']);
	const { publicKey, privateKey } = pair as CryptoKeyPair;
	const [raw, pkcs8] = await Promise.all([
		crypto.subtle.exportKey('raw', publicKey),
		crypto.subtle.exportKey('pkcs8', privateKey)
	]);
	await db
		.insertInto('signing_key')
		.values({
			public: hex(raw),
			private_wrapped: await masterKey.wrap(new Uint8Array(pkcs8), CONTEXT),
			created_at: clock.now()
		})
		.onConflict((conflict) => conflict.column('singleton').doNothing())
		.execute();
	const made = await find(db);
	if (!made) throw new Error('no signing key');
	return made;
}
