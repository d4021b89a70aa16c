// Which clock the rail shows and what it says beside it. Everything is derived from absolute times and `now`.
import type { Millis } from '../../shared/clock.ts';
import { elapsedClock, fraction, remainingClock } from '../../shared/duration.ts';
import type { RoomView } from './room-view.ts';

const MINUTE_MS = 60_000;
const LAST_MINUTES_MS = 3 * MINUTE_MS;
/** More ticks than this are a grey bar: then every fifth minute is ticked. */
const MAX_TICKS = 30;

export type ClockPhase = 'to-start' | 'answering' | 'over';
export type ClockNote =
	'waiting' | 'offline' | 'soon' | 'starts-at' | 'total' | 'last-minutes' | 'ended';

export interface RailClock {
	readonly phase: ClockPhase;
	/** Null while the time is not known. */
	readonly text: string | null;
	readonly note: ClockNote;
	/** The ruler's ends, how much of it is done (0 to 1), and its ticks. */
	readonly from: Millis;
	readonly to: Millis;
	readonly done: number;
	readonly ticks: number;
}

type Times = Pick<RoomView, 'now' | 'stage' | 'startedAt' | 'endedAt' | 'exam' | 'status'>;

export function railClock(room: Times): RailClock {
	const phase = phaseOf(room);
	const { loginOpensAt, startsAt, endsAt } = room.exam;
	const [from, to] = phase === 'to-start' ? [loginOpensAt, startsAt] : [startsAt, endsAt];
	const until = phase === 'over' ? (room.endedAt ?? endsAt) : room.now;
	return {
		phase,
		text: textOf(room, phase),
		note: noteOf(room, phase),
		from,
		to,
		done: until === null ? 0 : fraction(from, to, until),
		ticks: ticksOf(to - from)
	};
}

function phaseOf({ now, stage, endedAt, exam }: Times): ClockPhase {
	if (endedAt !== null || stage === 'upload' || stage === 'done') return 'over';
	if (stage === 'answer' || (now !== null && now >= exam.startsAt)) return 'answering';
	return 'to-start';
}

function textOf(room: Times, phase: ClockPhase): string | null {
	const { startsAt, endsAt } = room.exam;
	if (phase === 'over') return usedTime(room);
	if (room.now === null) return null;
	return remainingClock(phase === 'to-start' ? startsAt : endsAt, room.now);
}

/** Never started is no time used. */
function usedTime({ startedAt, endedAt, exam }: Times): string {
	const end = endedAt ?? exam.endsAt;
	return elapsedClock(startedAt ?? end, end);
}

function noteOf({ now, stage, exam, status }: Times, phase: ClockPhase): ClockNote {
	if (phase === 'over') return 'ended';
	if (now === null) return 'waiting';
	if (phase === 'answering' && exam.endsAt - now < LAST_MINUTES_MS) return 'last-minutes';
	if (status.connection.state === 'lost') return 'offline';
	if (phase === 'answering') return 'total';
	return stage === 'wait' ? 'soon' : 'starts-at';
}

function ticksOf(lengthMs: number): number {
	const minutes = Math.max(1, Math.round(lengthMs / MINUTE_MS));
	return minutes <= MAX_TICKS ? minutes : Math.max(1, Math.round(minutes / 5));
}
