// Shows the time code to the phone at the agreed moments, and says so to the log (C15). Owns when it is seen; knows
// neither session nor recorder but by what it is given. The drawing is loaded once it may be needed, while there is a
// network (the kept shell has it too).
import type { DesktopRecording } from '../../recording/browser/desktop-recording.ts';
import type { AttemptSession } from '../browser/attempt-session.ts';
import type { EventData } from '../events.ts';
import type { AttemptState } from '../attempt-state.ts';
import { officialEnd } from '../time-rules.ts';
import type { TimecodeSymbol } from '../../evidence/browser/timecode-symbol.ts';
import { dueMoment, TIMECODE_MS } from '../../evidence/timecode-moments.ts';
import { timecodeOf } from '../../evidence/timecode.ts';
import type { Witness } from '../../recording/slice-writer.ts';
import type { Millis } from '../../shared/clock.ts';

export interface TimecodePorts {
	readonly attempt: string;
	/** Server time as estimated here. */
	readonly now: () => Millis;
	/** Of the running parts of this desktop. */
	readonly witnesses: () => readonly Witness[];
	readonly tell: (shown: EventData<'timecode.shown'>) => void;
	readonly load: () => Promise<(text: string) => TimecodeSymbol>;
}

/** The event names no more. */
const MOST_PARTS = 8;
const LOAD_AGAIN_MS = 10_000;

export const loadTimecodeSymbol: TimecodePorts['load'] = async () =>
	(await import('../../evidence/browser/timecode-symbol.ts')).timecodeSymbol;

/** Of the attempt that is open here. */
export const roomTimecode = (session: AttemptSession, desktop: DesktopRecording) =>
	createAttemptTimecode({
		attempt: session.attempt,
		now: () => session.clock.now(),
		witnesses: () => desktop.witnesses(),
		tell: (shown) => void session.command('timecode.shown', shown),
		load: loadTimecodeSymbol
	});

export function createAttemptTimecode({ attempt, now, witnesses, tell, load }: TimecodePorts) {
	const openedAt = now();
	let symbol = $state.raw<TimecodeSymbol | null>(null);
	let draw: ((text: string) => TimecodeSymbol) | null = null;
	let loadedAt = -Infinity;
	let last: Millis | null = null;
	let shownAt: Millis = 0;

	function prepare(at: Millis): void {
		if (draw || at - loadedAt < LOAD_AGAIN_MS) return;
		loadedAt = at;
		load().then(
			(drawing) => (draw = drawing),
			() => {}
		);
	}

	function show(moment: Millis, at: Millis): void {
		if (!draw) return;
		const parts = witnesses()
			.slice(-MOST_PARTS)
			.map(({ part, bytes, sha256 }) => ({ id: part, bytes, sha256 }));
		const shown = { at: Math.round(at), parts };
		const code = timecodeOf({ attempt, ...shown });
		symbol = draw(code);
		last = moment;
		shownAt = at;
		tell({ ...shown, code });
	}

	return {
		/** What stands in the picture's place now; null = the picture. */
		get symbol() {
			return symbol;
		},
		/** A few times a second. */
		look(state: AttemptState): void {
			const at = now();
			if (symbol && at - shownAt >= TIMECODE_MS) symbol = null;
			const { enteredAt, phone, ended, frozen } = state;
			if (enteredAt === null || ended) return;
			prepare(at);
			if (phone !== 'filming') return;
			const times = { enteredAt, startsAt: frozen.startsAt, endsAt: officialEnd(state) };
			const moment = dueMoment(times, openedAt, at);
			if (moment !== null && moment !== last) show(moment, at);
		}
	};
}
