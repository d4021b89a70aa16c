// Which attempt this browser opens, and with what: what it keeps, or a lease taken with the login (C1, C8).
import type { ErrorCode } from '../../shared/errors.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { wholeView, type DeviceView } from '../device-view.ts';
import type { GrantedLease } from '../lease-asking.ts';
import { transition } from '../transition.ts';
import { isUnfinished } from '../under-way.ts';
import type { LoginSession } from './attempt-api.ts';
import { startSession, type AttemptSession } from './attempt-session.ts';
import type { KeptAttempts, KeptDevice } from './kept-attempts.ts';
import type { LeaseDesk } from './lease-desk.ts';

/**
 * Opens what this browser keeps of the attempt, or takes a lease with the login session.
 * @param login who has logged in here; null = the server did not say, and what is unfinished here goes on without it
 * @param mark whose attempt this browser serves since the last login (attempt-mark.ts)
 * @param desk where a lease is taken, or asked for as long as it takes (C8)
 */
export async function openAttemptSession(
	kept: KeptAttempts<DeviceView>,
	login: LoginSession | null,
	mark: string | null,
	desk: Pick<LeaseDesk, 'take'>
): Promise<Result<AttemptSession, ErrorCode>> {
	const known = await keptFor(kept, login, mark);
	if (known) {
		const session = await startSession(kept, known);
		const read = await session.read();
		const state = session.view()?.state;
		// without a login only what is still to be recorded or sent is a reason to let anybody in (C1)
		if (!login?.candidate && !(state && isUnfinished(state))) {
			session.close();
			return err(nobody(login));
		}
		// a revoked or expired capability is renewed by the login, everything else is kept and tried again
		if (read.ok || read.error !== 'token.invalid' || !login?.candidate)
			return settled(session, read);
		session.close();
	}
	if (!login?.candidate) return err(nobody(login));
	const lease = await desk.take();
	if (!lease.ok) return lease;
	const fresh = await keepLease(kept, lease.value);
	const session = await startSession(kept, fresh);
	return settled(session, await session.read());
}

/** From now on this browser opens the attempt with this lease. */
export async function keepLease(
	kept: KeptAttempts<DeviceView>,
	{ token, lease, attempt }: GrantedLease
): Promise<KeptDevice<DeviceView>> {
	const former = await kept.attempt(attempt);
	const view = former?.view ? underLease(wholeView(former.view), lease) : null;
	// a page that dies before its first read must find the way back without a network
	const fresh: KeptDevice<DeviceView> = {
		...former,
		token,
		lease,
		attempt,
		view,
		usedAt: Date.now()
	};
	await kept.put(fresh);
	return fresh;
}

/** What was known before, and that this lease is the live one now. */
function underLease(view: DeviceView, lease: string): DeviceView {
	const opened = { type: 'lease.opened', data: { lease, device: 'desktop' } } as const;
	return { ...view, state: transition(view.state, opened, Date.now()).state };
}

async function keptFor(
	kept: KeptAttempts<DeviceView>,
	login: LoginSession | null,
	mark: string | null
): Promise<KeptDevice<DeviceView> | undefined> {
	if (login?.candidate) return login.attempt === null ? undefined : kept.attempt(login.attempt);
	const all = await kept.all();
	const unfinished = all.filter(({ view }) => view !== null && isUnfinished(view.state));
	const marked = unfinished.find(({ attempt }) => attempt === mark);
	// somebody has logged in since, and the server does not say who: nobody else's is opened
	if (login === null && mark !== null) return marked;
	return marked ?? unfinished[0];
}

const nobody = (login: LoginSession | null): ErrorCode =>
	login ? 'access.login-required' : 'server.unreachable';

function settled(
	session: AttemptSession,
	read: Result<void, ErrorCode>
): Result<AttemptSession, ErrorCode> {
	if (read.ok || session.view()) return ok(session);
	session.close();
	return read;
}
