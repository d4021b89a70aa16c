// What the candidate does, as commands: kept durably, shown as under way, and what came of it. One at a time: a nervous
// candidate clicks twice.
import type { ErrorCode } from '../../shared/errors.ts';
import { keepable } from '../../shared/fields.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { AttemptSession } from '../browser/attempt-session.ts';
import type { Signature } from '../event-payloads.ts';
import type { DeviceEventType, EventData } from '../events.ts';
import { CONFIRMED_STAGES, entryStage, type ConfirmedStage } from '../stage.ts';
import type { PendingAct } from './room-view.ts';

/** Entry is the server's to grant: its button waits for the answer, or for this long. */
const ANSWER_WITHIN_MS = 12_000;

/** @param changed called whenever the state may have moved on */
export function createRoomActs(session: AttemptSession, changed: () => void) {
	let pending = $state<PendingAct | null>(null);
	let refused = $state<ErrorCode | null>(null);
	/** Sent, and its answer is still to be shown. */
	let asked: string | null = null;

	async function act<T extends DeviceEventType>(
		name: PendingAct,
		type: T,
		data: EventData<T>,
		payload?: unknown
	): Promise<string | null> {
		if (pending) return null;
		pending = name;
		refused = null;
		try {
			const id = await session.command(type, data, payload);
			asked = id;
			return id;
		} finally {
			pending = null;
			changed();
		}
	}

	/** Asked for before, perhaps on a page that was reloaded, and not answered yet. */
	const entryUnderWay = (stage: ConfirmedStage): string | undefined =>
		session.pending().find(({ type, data }) => type === 'stage.confirmed' && data.stage === stage)
			?.id;

	/** @returns what the server says to it; `server.unreachable` when it says nothing in time */
	async function answerTo(id: string): Promise<Result<void, ErrorCode>> {
		const answered = Promise.withResolvers<Result<void, ErrorCode>>();
		const look = (): void => {
			const outcome = session.outcomeOf(id);
			if (outcome) answered.resolve(outcome.refused ? err(outcome.refused) : ok(undefined));
		};
		const stop = session.subscribe(look);
		const late = setTimeout(() => answered.resolve(err('server.unreachable')), ANSWER_WITHIN_MS);
		look();
		const result = await answered.promise;
		stop();
		clearTimeout(late);
		return result;
	}

	const now = (): number => session.clock.now();

	return {
		get pending() {
			return pending;
		},
		get refused() {
			return refused;
		},
		/** Shows what the server said to the last command; to be called when something has changed. */
		look() {
			const outcome = asked === null ? undefined : session.outcomeOf(asked);
			if (!outcome) return;
			refused = outcome.refused;
			asked = null;
		},
		async confirm() {
			const state = session.view()?.state;
			if (!state || !isConfirmed(state.stage)) return;
			const { stage } = state;
			const enters = stage === entryStage(state.frozen.rules.plan);
			const before = enters && !pending ? entryUnderWay(stage) : undefined;
			if (before !== undefined) session.wake();
			const id = before ?? (await act('confirm', 'stage.confirmed', { stage }));
			if (id === null || !enters) return;
			asked = id;
			refused = null;
			pending = 'confirm';
			const answer = await answerTo(id);
			if (!answer.ok) refused = answer.error;
			pending = null;
			changed();
		},
		async drawLot() {
			if (pending) return;
			pending = 'draw';
			const drawn = await session.drawLot();
			refused = drawn.ok ? null : drawn.error;
			pending = null;
			changed();
		},
		sign: (signature: Signature | null) =>
			act('sign', 'pledge.signed', { way: signature?.way ?? 'ticked' }, signature),
		dispute: (text: string) => act('dispute', 'details.disputed', {}, { text: keepable(text) }),
		answerRequest(granted: boolean) {
			const request = session.view()?.state.request;
			if (request)
				void act('answer-request', 'lease.answered', {
					request: request.id,
					granted,
					by: 'device'
				});
		},
		endInterview: () => act('end-interview', 'interview.ended', { by: 'candidate', at: now() }),
		/** These never wait for each other: one may write while another is under way. */
		sendHelp: (text: string) =>
			session.command('help.sent', { at: now() }, { text: keepable(text) }),
		async comment(incident: string, text: string) {
			refused = null;
			asked = await session.command('incident.commented', { incident }, { text: keepable(text) });
		},
		markAnswered: (question: number) =>
			session.command('question.answered', { question, at: now() })
	};
}

const isConfirmed = (stage: string): stage is ConfirmedStage =>
	CONFIRMED_STAGES.some((one) => one === stage);
