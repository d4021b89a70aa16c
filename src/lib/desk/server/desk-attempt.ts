// One attempt as the desk shows it (I5), picked member by member: what is added to an attempt's state stays away until
// somebody decides otherwise.
import type { AttemptState } from '../../attempt/attempt-state.ts';
import type { IncidentKind } from '../../attempt/events.ts';
import { officialEnd } from '../../attempt/time-rules.ts';
import { readWords } from '../../invigilation/server/tile.repository.ts';
import { NO_WORDS, said } from '../../invigilation/tile-of.ts';
import type { Db } from '../../server/db/database.ts';
import type { Millis } from '../../shared/clock.ts';
import { isHere } from '../../upload/hand-in-outcome.ts';
import { backlogOf } from '../backlog.ts';
import { phoneInCharge } from '../../attempt/lease-admission.ts';
import { whyNoDeskAct } from '../desk-acts.ts';
import { deskChecks } from '../device-checks.ts';
import {
	DESK_ACTS,
	type DeskAttempt,
	type DeskDevice,
	type DeskHandIn,
	type DeskSession,
	type DeskSpan
} from '../desk-view.ts';
import {
	announcedBytes,
	attemptDevices,
	checksTold,
	disputeWords,
	handInsOf,
	type accountLines,
	type TakenHandIn
} from './desk.repository.ts';

const CUT_OFF: readonly IncidentKind[] = ['connection-lost', 'phone-silent', 'phone-interrupted'];
const DIFFERENT: readonly IncidentKind[] = ['device-differs', 'virtual-camera'];

export async function deskAttempt(
	db: Db,
	attempt: string,
	state: AttemptState,
	now: Millis
): Promise<DeskAttempt> {
	const [devices, told, bytes, checks, words, handIns] = await Promise.all([
		attemptDevices(db, attempt),
		readWords(db, [attempt]),
		announcedBytes(db, attempt),
		checksTold(db, attempt),
		state.disputes > 0 ? disputeWords(db, attempt) : [],
		handInsOf(db, attempt)
	]);
	const lease = phoneInCharge(state);
	const last = told.get(attempt) ?? NO_WORDS;
	const { stage, enteredAt, uploadedAt, lostAt, phone: facet, disputeSettledAt } = state;
	return {
		...{ id: attempt, stage, enteredAt, uploadedAt, lostAt },
		endsAt: officialEnd(state),
		endedAt: state.ended?.at ?? null,
		checks: deskChecks(checks),
		devices: [...asking(devices.requests, state), ...devices.leases.map(deviceOf(state))],
		cuts: spansOf(state, CUT_OFF),
		differences: spansOf(state, DIFFERENT),
		backlog: backlogOf(state, bytes),
		desktop: said(last.desktop, state.lease),
		phone: { facet, lease, heard: said(last.phone, lease) },
		dispute: state.disputes > 0 ? { words, settledAt: disputeSettledAt } : null,
		handIns: handIns.map(handInOf),
		grants: state.grants.length,
		disputes: state.disputes,
		whyNot: Object.fromEntries(
			DESK_ACTS.map((act) => [act, whyNoDeskAct(act, state, now)])
		) as DeskAttempt['whyNot']
	};
}

type Devices = Awaited<ReturnType<typeof attemptDevices>>;

const deviceOf =
	(state: AttemptState) =>
	(lease: Devices['leases'][number]): DeskDevice => {
		const inCharge = lease.id === state.lease || lease.id === state.evidence.lease;
		const open = state.leases[lease.id]?.open === true;
		return { ...lease, state: inCharge && open ? 'in-charge' : 'closed' };
	};

/** C8: only the one whose question stands. */
const asking = (requests: Devices['requests'], { request }: AttemptState): DeskDevice[] =>
	requests.flatMap(({ id, label, heardAt }) =>
		request?.id === id
			? [{ id, device: 'desktop', label, openedAt: request.at, heardAt, state: 'asks' }]
			: []
	);

/** In order of time. */
const spansOf = ({ incidents }: AttemptState, kinds: readonly IncidentKind[]): DeskSpan[] =>
	Object.values(incidents)
		.filter(({ kind }) => kinds.includes(kind))
		.map(({ kind, track, from, until }) => ({ kind, track, from, until }))
		.sort((one, other) => one.from - other.from);

const handInOf = ({ file, at, by, outcome }: TakenHandIn): DeskHandIn => ({
	...{ file, at, by },
	parts: outcome.parts.length,
	here: outcome.parts.filter(isHere).length,
	fault: outcome.fault
});

const WHAT: Readonly<Record<string, DeskSession['what']>> = {
	'session.opened': 'opened',
	'session.closed': 'closed',
	'password.issued': 'password'
};

export const deskSession = ({
	at,
	action,
	address,
	by
}: Awaited<ReturnType<typeof accountLines>>[number]): DeskSession => ({
	...{ at, address, by },
	what: WHAT[action] ?? 'opened'
});
