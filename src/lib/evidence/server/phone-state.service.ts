// GET /api/evidence: the attempt settled, and what its phone may know of it. Also for a phone that was replaced.
import type { DatabaseAttemptWriter } from '../../attempt/server/attempt-writer.ts';
import type { DeviceGrant } from '../../attempt/server/tokens.ts';
import type { Db } from '../../server/db/database.ts';
import { refuse, type Refusal } from '../../shared/errors.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { phoneStateOf, type PhoneFacts } from '../phone-state-of.ts';

export interface PhoneStateParts {
	readonly db: Db;
	readonly writer: Pick<DatabaseAttemptWriter, 'settle'>;
}

export interface PhoneStates {
	/** Refuses 'attempt.not-found' only. */
	read(grant: DeviceGrant): Promise<Result<PhoneFacts, Refusal>>;
}

export const createPhoneStates = ({ db, writer }: PhoneStateParts): PhoneStates => ({
	async read({ attempt, lease }) {
		const settled = await writer.settle(attempt);
		const place = await db
			.selectFrom('attempts')
			.innerJoin('rooms', 'rooms.id', 'attempts.room_id')
			.innerJoin('sittings', 'sittings.id', 'rooms.sitting_id')
			.select('sittings.code')
			.where('attempts.id', '=', attempt)
			.executeTakeFirst();
		if (!settled || !place) return err(refuse('attempt.not-found'));
		return ok(
			phoneStateOf(settled.state, settled.head, { attempt, lease, sittingCode: place.code })
		);
	}
});
