// The audit log: who did or looked at what. Append-only by a trigger; ids only, never names or contents.
import type { Db } from '../../server/db/database.ts';
import type { Clock } from '../../shared/clock.ts';

export const AUDITED = [
	'session.opened',
	'session.closed',
	'account.created',
	'password.issued',
	'password.changed',
	'recording.viewed',
	'live.viewed',
	'attempt.exported',
	'sitting.closed',
	'hand-in.taken',
	'results.published',
	'exam.imported',
	'exam.exported',
	'paper.opened',
	'entry.allowed',
	'device.answered',
	'phone.waived',
	'help.answered',
	'warning.given',
	'room.addressed',
	'room.noted',
	'phone.unpaired',
	'time.granted',
	'time.lost',
	'interview.ended',
	'upload.declared-lost',
	'incident.judged',
	'details.settled',
	'act.undone',
	'room.signed',
	'room.sign-off-withdrawn',
	'desk.searched',
	'desk.viewed',
	'face.admitted',
	'identity.confirmed',
	'face.viewed',
	'faces.erased'
] as const;
export type Audited = (typeof AUDITED)[number];

export interface AuditEntry {
	/** The account's id; null for the operator at the command line. */
	readonly account: string | null;
	readonly action: Audited;
	/** What it was done to: `part:<id>`, `attempt:<id>`, `account:<id>` … */
	readonly target: string;
	/** Network address it came from; `local` for the command line. */
	readonly address: string;
}

export interface Audit {
	/** @param within the transaction of what is done, so that neither is written without the other */
	append(entry: AuditEntry, within?: Db): Promise<void>;
}

export function createAudit(db: Db, clock: Clock): Audit {
	return {
		async append({ account, action, target, address }, within = db) {
			await within
				.insertInto('audit_log')
				.values({ at: clock.now(), account_id: account, action, target, address })
				.execute();
		}
	};
}
