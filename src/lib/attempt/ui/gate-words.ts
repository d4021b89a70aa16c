// What stands between the candidate and the entry (C14), and in which state each line of the gate is. Pure.
import type { Millis } from '../../shared/clock.ts';
import { remainingParts, type MinutesSeconds } from '../../shared/duration.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { State } from '../../shared/ui/states.ts';
import type { RoomView } from './room-view.ts';

/** One for each line at most, in the order of the page. */
export type GateReason =
	| 'displays'
	| 'camera'
	| 'microphone'
	| 'phone'
	| 'sweep'
	| 'full-screen'
	| 'screen'
	| 'invigilator'
	| 'not-open'
	| 'connection'
	| 'closed';

type Gate = Pick<
	RoomView,
	'gate' | 'picture' | 'microphone' | 'screen' | 'late' | 'status' | 'now'
>;

export function missingAtGate(room: Gate): GateReason[] {
	const { gate, picture, microphone, screen } = room;
	const missing: (GateReason | null)[] = [
		gate.displays === 'several' ? 'displays' : null,
		picture.state === 'live' ? microphoneReason(microphone) : 'camera',
		phoneReason(gate),
		// C9, shortened: whoever is late goes to full screen with the click that enters
		gate.fullScreen || room.late ? null : 'full-screen',
		screen.state === 'shared' ? null : 'screen',
		// known to the server alone, as is the late entry: a page that is cut off may ask it
		gate.invigilator === 'awaited' && !isCutOff(room) ? 'invigilator' : null,
		timeReason(room)
	];
	return missing.filter((reason) => reason !== null);
}

const microphoneReason = ({ state }: RoomView['microphone']): GateReason | null =>
	state === 'off' || state === 'lost' ? 'microphone' : null;

const phoneReason = ({ phone }: RoomView['gate']): GateReason | null => {
	if (phone === 'sweep-needed') return 'sweep';
	return phone === 'needed' ? 'phone' : null;
};

const isCutOff = ({ status }: Pick<Gate, 'status'>): boolean => status.connection.state === 'lost';

function timeReason({ gate, status }: Gate): GateReason | null {
	if (gate.entry === 'not-open') return 'not-open';
	// whether somebody has let this candidate in late is known to the server alone
	if (isCutOff({ status })) return 'connection';
	return gate.entry === 'closed' ? 'closed' : null;
}

const TRY_AFTER_MS = 20_000;

/**
 * Whether 【进入考试】 can be pressed. A push connection that stays away is no proof that the server is out of reach
 * (some networks block WebSockets): after a while the click may ask it, and the server's answer counts.
 */
export function mayEnter(room: Gate): boolean {
	const missing = missingAtGate(room);
	if (missing.length === 0) return true;
	const { connection } = room.status;
	const onlyConnection = missing.length === 1 && missing[0] === 'connection';
	return onlyConnection && connection.state === 'lost' && lostFor(connection.since, room.now);
}

const lostFor = (since: Millis, now: Millis | null): boolean =>
	now !== null && now - since >= TRY_AFTER_MS;

/** Refusals that a line of the gate tells already. */
const TOLD: Partial<Record<ErrorCode, GateReason>> = {
	'attempt.entry-not-open': 'not-open',
	'attempt.entry-closed': 'closed',
	'attempt.no-invigilator': 'invigilator',
	'attempt.phone-needed': 'phone',
	'attempt.sweep-needed': 'sweep'
};

/** @returns what the server refused, unless a line of the page says the same */
export function untold(
	refused: ErrorCode | null,
	missing: readonly GateReason[]
): ErrorCode | null {
	const reason = refused && TOLD[refused];
	return reason && missing.includes(reason) ? null : refused;
}

/** The line of the entry time. `left` until it opens. */
export interface EntryLine {
	readonly state: State;
	readonly words: 'waiting-clock' | 'opens' | 'open' | 'closed' | 'lost';
	readonly left: MinutesSeconds | null;
}

export function entryLine(room: Gate & Pick<RoomView, 'exam'>): EntryLine {
	const { gate, now, exam, status } = room;
	if (now === null) return { state: 'busy', words: 'waiting-clock', left: null };
	if (gate.entry === 'not-open')
		return { state: 'busy', words: 'opens', left: remainingParts(exam.entryOpensAt, now) };
	if (status.connection.state === 'lost') return { state: 'attention', words: 'lost', left: null };
	if (gate.entry === 'closed') return { state: 'danger', words: 'closed', left: null };
	return { state: 'ok', words: 'open', left: null };
}
