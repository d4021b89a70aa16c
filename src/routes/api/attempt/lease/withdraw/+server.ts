import { requireOwnAttempt } from '#lib/accounts/server/kit-access.ts';
import { answer, parseBody } from '#lib/server/kit-json.ts';
import { WithdrawSchema } from '#lib/live/requests.ts';
import { getApp } from '#lib/server/app.ts';

/** C8: the page that asked is being left; sent as a beacon, nobody reads the answer. */
export const POST = async (event) => {
	const { candidate } = requireOwnAttempt(event);
	const { key, request } = await parseBody(event, WithdrawSchema);
	const { attempts, leases } = getApp();
	const attempt = await attempts.attemptIdOf(candidate);
	if (attempt !== null) await leases.withdraw(attempt, { key, request });
	return answer({});
};
