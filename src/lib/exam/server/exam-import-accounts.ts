// The people of an imported exam: candidates log in with their admission number and a password that ends with their
// sitting; staff with the account and password of the file, or with those they have.
import { randomUUID } from 'node:crypto';
import { may, type Role, type RoleGrant } from '../../accounts/permissions.ts';
import {
	accountsNamed,
	chunks,
	dropAccounts,
	insertAccounts,
	type AccountRow,
	type KnownAccount
} from '../../accounts/server/account.repository.ts';
import { randomPassword, type Passwords } from '../../accounts/server/password.ts';
import type { Db } from '../../server/db/database.ts';
import type { Clock, Millis } from '../../shared/clock.ts';
import { timesOf, type ExamDefinition } from '../exam-definition.ts';
import { fault, type Fault } from '../exam-file-words.ts';
import type { ExamFile } from '../exam-file.ts';
import type { InsertedExam } from './exam.repository.ts';

/** Who comes back to finish an upload after the end must get in (C1). */
const AFTER_END_MS = 24 * 3_600_000;

export interface ImportedLogin {
	readonly account: string;
	readonly name: string;
	readonly roles: readonly Role[];
	/** Of a candidate. */
	readonly sitting: string | null;
	readonly room: string | null;
	/** Shown once; null: the account was there and keeps its own. */
	readonly password: string | null;
	readonly expiresAt: Millis | null;
}

interface Wanted extends Omit<ImportedLogin, 'password'> {
	readonly place: string;
	readonly isStaff: boolean;
	/** From the file, or made here. */
	readonly password: string;
	readonly isGiven: boolean;
}

export interface SettledAccounts {
	readonly faults: Fault[];
	readonly warnings: Fault[];
	/** By what is typed to log in. */
	readonly ids: ReadonlyMap<string, string>;
	readonly logins: readonly ImportedLogin[];
}

interface Needs {
	readonly clock: Clock;
	readonly passwords: Pick<Passwords, 'hash'>;
	/** Nothing will be kept: hashing is left out. */
	readonly pretend: boolean;
}

export function createRosterAccounts(file: ExamFile, { clock, passwords, pretend }: Needs) {
	const wanted = [...candidatesIn(file), ...staffIn(file)];
	const names = wanted.map(({ account }) => account);
	const hashes = new Map<string, string>();
	let known = new Map<string, KnownAccount>();

	async function hashOf({ account, password }: Wanted): Promise<string> {
		if (pretend) return '';
		const hash = hashes.get(account) ?? (await passwords.hash(password));
		hashes.set(account, hash);
		return hash;
	}

	return {
		/** Hashes what will probably be needed. */
		async prepare(db: Db): Promise<void> {
			const there = await accountsNamed(db, names);
			await Promise.all(wanted.filter(({ account }) => !there.has(account)).map(hashOf));
		},

		/**
		 * Makes the accounts that are missing and takes over those that are there.
		 * @param former accounts' ids of an earlier roster of this exam, whose candidates are gone
		 */
		async settle(tx: Db, former: readonly string[], exam: string | null): Promise<SettledAccounts> {
			known = await accountsNamed(tx, names);
			const ours = new Set(former);
			const faults = wanted.flatMap((one) => conflictOf(one, known.get(one.account), ours, exam));
			const ids = new Map<string, string>();
			const rows: AccountRow[] = [];
			const logins: ImportedLogin[] = [];
			const warnings: Fault[] = [];
			for (const one of faults.length > 0 ? [] : wanted) {
				const there = known.get(one.account);
				const id = there?.id ?? randomUUID();
				ids.set(one.account, id);
				logins.push(loginOf(one, there !== undefined && !there.isShut));
				if (!there) rows.push(await rowOf(id, one));
				else if (!one.isStaff) await takeOver(tx, there, one);
				else if (one.isGiven)
					warnings.push(fault(`${one.place}.password`, 'password-kept', { account: one.account }));
			}
			await insertAccounts(tx, rows, clock.now());
			const kept = new Set(ids.values());
			await dropAccounts(
				tx,
				former.filter((id) => !kept.has(id))
			);
			return { faults, warnings, ids, logins };
		},

		/** The roles of the staff, once the rooms are there. */
		async grant(tx: Db, exam: ExamDefinition, inserted: InsertedExam): Promise<void> {
			const ids = await accountsNamed(
				tx,
				exam.staff.map(({ account }) => account)
			);
			const rows = exam.staff.flatMap(({ account, roles }) =>
				roles.map(({ role, at }) => ({
					...{ account_id: ids.get(account)?.id ?? '', role, exam_id: inserted.exam },
					room_id: at && roomOf(inserted, at)
				}))
			);
			for (const some of chunks(rows))
				await tx
					.insertInto('role_grants')
					.values(some)
					.onConflict((conflict) => conflict.doNothing())
					.execute();
		}
	};

	/** Somebody who was on the earlier roster too: the password that they may have already stays. */
	async function takeOver(tx: Db, { id, isShut }: KnownAccount, one: Wanted): Promise<void> {
		const password = isShut ? { password_hash: await hashOf(one) } : {};
		await tx
			.updateTable('accounts')
			.set({ name: one.name, password_expires_at: one.expiresAt, ...password })
			.where('id', '=', id)
			.execute();
	}

	async function rowOf(id: string, one: Wanted): Promise<AccountRow> {
		const { account, name, expiresAt } = one;
		return { id, account, name, passwordHash: await hashOf(one), passwordExpiresAt: expiresAt };
	}
}

function* candidatesIn({ sittings }: ExamFile): Generator<Wanted> {
	for (const [s, sitting] of sittings.entries())
		for (const [r, room] of sitting.rooms.entries())
			for (const [c, { admission, name }] of room.candidates.entries())
				yield {
					...{ account: admission, name, roles: ['candidate'], isStaff: false },
					...{ sitting: sitting.code, room: room.name },
					place: `sittings[${s}].rooms[${r}].candidates[${c}]`,
					password: randomPassword(),
					isGiven: false,
					expiresAt: timesOf(sitting).endsAt + AFTER_END_MS
				};
}

function* staffIn({ staff = [] }: ExamFile): Generator<Wanted> {
	for (const [at, { account, name, roles, password }] of staff.entries())
		yield {
			...{ account, name, isStaff: true, sitting: null, room: null, expiresAt: null },
			roles: [...new Set(roles.map(({ role }) => role))],
			place: `staff[${at}]`,
			password: password ?? randomPassword(),
			isGiven: password !== undefined
		};
}

const loginOf = ({ account, name, roles, ...one }: Wanted, isThere: boolean): ImportedLogin => ({
	...{ account, name, roles, sitting: one.sitting, room: one.room, expiresAt: one.expiresAt },
	password: isThere ? null : one.password
});

const roomOf = ({ sittings }: InsertedExam, at: { sitting: string; room: string }): string | null =>
	sittings.find(({ code }) => code === at.sitting)?.rooms.find(({ name }) => name === at.room)
		?.id ?? null;

/** A candidate's account from the earlier roster of this exam, or one that is nobody's. */
const isFree = (there: KnownAccount, former: ReadonlySet<string>): boolean =>
	there.grants.length === 0 && there.candidate === null && (former.has(there.id) || there.isShut);

/** Whether the account that is there may be the one that the file means. */
function conflictOf(
	one: Wanted,
	there: KnownAccount | undefined,
	former: ReadonlySet<string>,
	exam: string | null
): Fault[] {
	if (!there) return [];
	const { account } = one;
	if (!one.isStaff)
		return isFree(there, former)
			? []
			: [fault(`${one.place}.admission`, 'account-taken', { account })];
	if (there.candidate !== null || former.has(there.id))
		return [fault(`${one.place}.account`, 'account-taken', { account })];
	if (there.name !== one.name)
		return [fault(`${one.place}.name`, 'account-other-name', { account, name: there.name })];
	const here = there.grants.filter((grant) => grant.exam === null || grant.exam === exam);
	const seesElsewhere = one.roles.includes('examiner') && here.some(showsIdentities);
	const examinesElsewhere =
		!one.roles.includes('examiner') && here.some(({ role }) => role === 'examiner');
	return seesElsewhere || examinesElsewhere
		? [fault(`${one.place}.roles`, 'account-shows-identities', { account })]
		: [];
}

/** A role that may open a room's list sees who is who. */
const showsIdentities = ({ role }: RoleGrant): boolean =>
	may(
		{ account: '', name: '', candidate: null, grants: [{ role, exam: null, room: null }] },
		'room.view',
		{ exam: '', room: '' }
	);
