// One key pair per exam for hand-in files (C24). The private half is kept wrapped by the master key, which is not in
// the database; it is unwrapped for the taking of one file and not kept.
import { randomUUID } from 'node:crypto';
import type { Db } from '../../server/db/database.ts';
import type { Clock } from '../../shared/clock.ts';
import { EXAM_KEY } from '../hand-in-crypto.ts';

/** The master key, outside the database. */
export interface Sealing {
	wrap(plain: Uint8Array, context: string): Promise<string>;
	unwrap(wrapped: string, context: string): Promise<Uint8Array>;
}

/** As it is frozen into an attempt. */
export interface ExamPublicKey {
	readonly id: string;
	/** base64 of the SubjectPublicKeyInfo. */
	readonly spki: string;
}

export interface ExamKeys {
	/** Made once; two processes that ask at once get the same. */
	ensure(exam: string): Promise<ExamPublicKey>;
	/** Null: not a key of this installation. */
	privateKey(
		id: string
	): Promise<{ readonly exam: string; readonly pkcs8: Uint8Array<ArrayBuffer> } | null>;
}

const contextOf = (exam: string, id: string): string => `exam-key:${exam}:${id}`;

export function createExamKeys(db: Db, clock: Clock, sealing: Sealing): ExamKeys {
	/** Never changes once it is there. */
	const known = new Map<string, ExamPublicKey>();
	const find = (exam: string): Promise<ExamPublicKey | undefined> =>
		db
			.selectFrom('exam_keys')
			.select(['id', 'spki'])
			.where('exam_id', '=', exam)
			.executeTakeFirst();

	return {
		async ensure(exam) {
			const before = known.get(exam) ?? (await find(exam));
			if (before) {
				known.set(exam, before);
				return before;
			}
			const id = randomUUID();
			const { publicKey, privateKey } = await crypto.subtle.generateKey(EXAM_KEY, true, [
				'encrypt',
				'decrypt'
			]);
			const [spki, pkcs8] = await Promise.all([
				crypto.subtle.exportKey('spki', publicKey),
				crypto.subtle.exportKey('pkcs8', privateKey)
			]);
			await db
				.insertInto('exam_keys')
				.values({
					exam_id: exam,
					id,
					spki: Buffer.from(spki).toString('base64'),
					private_wrapped: await sealing.wrap(new Uint8Array(pkcs8), contextOf(exam, id)),
					created_at: clock.now()
				})
				.onConflict((conflict) => conflict.column('exam_id').doNothing())
				.execute();
			const made = await find(exam);
			if (!made) throw new Error(`no key for the exam ${exam}`);
			return made;
		},
		async privateKey(id) {
			const row = await db
				.selectFrom('exam_keys')
				.select(['exam_id', 'private_wrapped'])
				.where('id', '=', id)
				.executeTakeFirst();
			if (!row) return null;
			const pkcs8 = await sealing.unwrap(row.private_wrapped, contextOf(row.exam_id, id));
			return { exam: row.exam_id, pkcs8: new Uint8Array(pkcs8) };
		}
	};
}
