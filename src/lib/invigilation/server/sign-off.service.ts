// A room is signed off, and a signature withdrawn (I4): gate, guard, line on the room's record, audit line, in one
// transaction and once by its id.
import { requireAccess, requireAnywhere } from '../../accounts/access.ts';
import { may, type Person } from '../../accounts/permissions.ts';
import type { Audit, Audited } from '../../accounts/server/audit.ts';
import type { PlaceOf } from '../../accounts/server/place.repository.ts';
import { bindRequest } from '../../accounts/server/staff-request.ts';
import type { Db } from '../../server/db/database.ts';
import type { Clock } from '../../shared/clock.ts';
import { refuse, type ErrorCode } from '../../shared/errors.ts';
import { err, ok } from '../../shared/result.ts';
import type { RoomLogKind, RoomLogOf } from '../room-log.ts';
import {
	roomStanding,
	whyNoSignOff,
	type Signature,
	type SignOffRequest,
	type SignOffView,
	type WithdrawRequest
} from '../sign-off.ts';
import { appendToRoomLog, roomLogEntry } from './room-log.repository.ts';
import { lockRoom, readRoom, readSignatures } from './sign-off.repository.ts';
import type { Actor, Done } from './staff-act.ts';

/** Each: 'room.not-found'; 'act.id-taken': the id stands for something else. @throws LoginRequired, AccessDenied */
export interface SignOffService {
	/** As this person sees it; null: there is no such room. */
	view(room: string, person: Person): Promise<SignOffView | null>;
	/** Refuses room.already-signed, room.still-running, room.incidents-open. */
	sign(room: string, request: SignOffRequest, actor: Actor): Done;
	/** One's own that stands; refuses act.nothing-to-undo. */
	withdraw(room: string, request: WithdrawRequest, actor: Actor): Done;
}

export interface SignOffParts {
	readonly db: Db;
	readonly clock: Clock;
	readonly audit: Audit;
	readonly placeOf: PlaceOf;
}

interface RoomDeed<K extends RoomLogKind> {
	readonly id: string;
	readonly kind: K;
	readonly audited: Audited;
	/** What it says, by which its id is known again. */
	readonly says: object;
	/** Under the room's lock. @returns what is written, or why nothing is */
	decide(tx: Db, account: string): Promise<RoomLogOf<K> | ErrorCode>;
}

export function createSignOff({ db, clock, audit, placeOf }: SignOffParts): SignOffService {
	async function perform<K extends 'signed-off' | 'sign-off-withdrawn'>(
		room: string,
		{ person, address }: Actor,
		{ id, kind, audited, says, decide }: RoomDeed<K>
	): Done {
		const place = await placeOf(room);
		if (!place) {
			requireAnywhere(person, 'room.sign');
			return err(refuse('room.not-found'));
		}
		const { account } = requireAccess(person, 'room.sign', place);
		return db.transaction().execute(async (tx) => {
			await lockRoom(tx, room);
			const target = `room:${room}`;
			const request = { id, account, target, asks: { kind, ...says } };
			if ((await bindRequest(tx, request, clock.now())) === 'another')
				return err(refuse('act.id-taken'));
			if (await roomLogEntry(tx, id)) return ok(undefined);
			const data = await decide(tx, account);
			if (typeof data === 'string') return err(refuse(data));
			await appendToRoomLog(tx, { id, room, account, kind, data, at: clock.now() });
			await audit.append({ account, action: audited, target, address }, tx);
			return ok(undefined);
		});
	}

	return {
		async view(room, person) {
			const place = await placeOf(room);
			if (!place) return null;
			const now = clock.now();
			const [facts, signatures] = await Promise.all([
				readRoom(db, room, now),
				readSignatures(db, room)
			]);
			const standing = roomStanding(facts, now);
			const own = ownOf(signatures, person.account);
			const why = may(person, 'room.sign', place)
				? whyNoSignOff(standing, own !== null)
				: 'access.denied';
			return { ...standing, now, why, signatures, own };
		},

		sign: (room, { id, name, remark }, actor) =>
			perform(room, actor, {
				...{ id, kind: 'signed-off', audited: 'room.signed', says: { name, remark } },
				async decide(tx, account) {
					const now = clock.now();
					const standing = roomStanding(await readRoom(tx, room, now), now);
					const own = ownOf(await readSignatures(tx, room), account);
					const why = whyNoSignOff(standing, own !== null);
					const { candidates, outstanding, violations } = standing;
					const uploadsOutstanding = outstanding.length;
					return why ?? { name, remark, candidates, uploadsOutstanding, violations };
				}
			}),

		withdraw: (room, { id, entry, reason }, actor) =>
			perform(room, actor, {
				...{ id, kind: 'sign-off-withdrawn', audited: 'room.sign-off-withdrawn' },
				says: { entry, reason },
				async decide(tx, account) {
					const own = ownOf(await readSignatures(tx, room), account);
					return own === entry ? { entry, reason } : 'act.nothing-to-undo';
				}
			})
	};
}

const ownOf = (signatures: readonly Signature[], account: string): string | null =>
	signatures.find(({ by, withdrawn }) => by.account === account && withdrawn === null)?.id ?? null;
