// C6: one login by face, from the opened camera to the opened session. The page draws `view` and calls `actions`; where
// the login stands is the server's to say, so a reload in the middle goes on from there.
import { MAX_FACE_REFUSALS } from '../../attempt/events.ts';
import { systemTimers } from '../../shared/browser/system-timers.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { pause, type Timers } from '../../shared/timers.ts';
import { faceApi } from '../browser/face-api.ts';
import { openFaceDesk } from '../browser/face-desk.ts';
import { pageSight } from '../browser/page-sight.ts';
import { runCheck, type CheckMoment } from '../face-check.ts';
import { STEPS_OF_A_CHECK } from '../face-steps.ts';
import { createLooks } from '../looks.ts';
import type { FaceApi, FaceDesk, OpenFaceDesk, PageSight, Ticks } from '../login-ports.ts';
import { createPatience, type Patience } from '../patience.ts';
import type { FaceLogin as Standing, FaceVerdict } from '../wire.ts';
import type { FaceLoginActions, FaceLoginView } from './face-login-view.ts';

export interface FaceLoginPorts {
	readonly api: FaceApi;
	readonly openDesk: OpenFaceDesk;
	readonly sight: PageSight;
	readonly timers: Timers;
	readonly ticks: Ticks;
	readonly random: () => number;
}

export interface FaceLoginOptions {
	/** Let in, the session's cookie is set: where the server says to go. */
	readonly entered: (next: string) => void;
	/** Fakes in tests. */
	readonly ports?: FaceLoginPorts;
}

export interface FaceLogin {
	readonly view: FaceLoginView;
	readonly actions: FaceLoginActions;
}

/** While a person is asked to look. */
const POLL_MS = 2000;
/** Who has left the page alone for so long is not filmed any more. */
const HIDDEN_MS = 60_000;

const BROWSER: FaceLoginPorts = {
	...{ api: faceApi, openDesk: openFaceDesk, sight: pageSight, timers: systemTimers },
	...{ ticks: () => performance.now(), random: Math.random }
};

/** From one `begin` to what came of it: what an earlier one still hears is thrown away. */
interface Round {
	readonly signal: AbortSignal;
	readonly ask: Patience['ask'];
	readonly wake: () => void;
}

/** In the browser only (`onMount`). Begins by itself; `actions.close()` when the page is left. */
export function createFaceLogin({ entered, ports = BROWSER }: FaceLoginOptions): FaceLogin {
	const { api, openDesk, sight, timers, ticks, random } = ports;
	let view = $state.raw<FaceLoginView>({ kind: 'opening', part: null });
	/** What is waited for; the view behind it goes on afterwards. */
	let trouble = $state.raw<ErrorCode | null>(null);
	let over = new AbortController();
	let round: Round | null = null;
	let filming = false;
	/** The server counts the time of a check. */
	let counting = false;

	function start(): void {
		over.abort();
		over = new AbortController();
		left = false;
		const { signal } = over;
		trouble = null;
		const { ask, wake } = createPatience({
			...{ timers, random, signal },
			trouble: (code) => {
				if (!signal.aborted) trouble = code;
			}
		});
		const mine = { signal, ask, wake };
		round = mine;
		view = { kind: 'opening', part: null };
		stand(mine).catch((problem: unknown) => {
			// what cannot be foreseen is shown, never a page that stands still; the console has the rest
			reportError(problem);
			fail(mine, 'server.fault');
		});
	}

	/** @returns whether this round may still show anything */
	function show({ signal }: Round, next: FaceLoginView): boolean {
		if (!signal.aborted) view = next;
		return !signal.aborted;
	}

	function fail(mine: Round, code: ErrorCode, mayRetry = true): void {
		if (show(mine, { kind: 'failed', code, mayRetry })) over.abort();
		if (mine === round) trouble = null;
	}

	/** @param failed what the server refused just before: told, unless it has better to say */
	async function stand(mine: Round, failed: ErrorCode | null = null): Promise<void> {
		const where = await mine.ask(api.where);
		if (!where) return;
		if (!where.ok) return fail(mine, where.error);
		if (where.value.state === 'ready') return failed === null ? check(mine) : fail(mine, failed);
		return settled(mine, where.value);
	}

	async function settled(mine: Round, { state, refusals }: Standing): Promise<void> {
		if (state === 'consent') return fail(mine, 'identity.consent-needed', false);
		if (state === 'over') return fail(mine, 'identity.expired', false);
		if (state === 'in') return enter(mine);
		return waitForPerson(mine, refusals >= MAX_FACE_REFUSALS);
	}

	async function check(mine: Round): Promise<void> {
		const opened = await openDesk({
			signal: mine.signal,
			progress: (part) => {
				if (view.kind === 'opening') show(mine, { kind: 'opening', part });
			},
			lost: (code) => fail(mine, code)
		});
		if (!opened.ok) return fail(mine, opened.error);
		const desk = opened.value;
		const stop = (): void => {
			filming = counting = false;
			desk.close();
		};
		if (mine.signal.aborted) return desk.close();
		filming = true;
		mine.signal.addEventListener('abort', stop);
		const { signal } = mine;
		const verdict = await runCheck({
			...{ api, desk, ask: mine.ask },
			look: createLooks({ look: () => desk.look(), ticks, timers, sight, signal }),
			show: (moment) => showCheck(mine, desk, moment)
		});
		signal.removeEventListener('abort', stop);
		if (!signal.aborted) stop();
		if (!verdict) return;
		return verdict.ok ? judged(mine, verdict.value) : stand(mine, verdict.error);
	}

	function showCheck(mine: Round, { stream }: FaceDesk, moment: CheckMoment | null): void {
		if (!moment) {
			filming = false;
			return void show(mine, { kind: 'checking', stream });
		}
		const { begun, ...seen } = moment;
		counting = begun;
		show(mine, { kind: 'live', stream, ...seen, stepsInAll: STEPS_OF_A_CHECK });
	}

	async function judged(mine: Round, { verdict, fault, refusals }: FaceVerdict): Promise<void> {
		if (verdict === 'accepted') return enter(mine);
		if (verdict !== 'again') return waitForPerson(mine, verdict === 'blocked');
		const triesLeft = Math.max(0, MAX_FACE_REFUSALS - refusals);
		show(mine, { kind: 'refused', fault: fault ?? 'unsure', triesLeft });
	}

	async function waitForPerson(mine: Round, blocked: boolean): Promise<void> {
		while (show(mine, { kind: 'waiting', blocked })) {
			await pause(timers, POLL_MS);
			const where = await mine.ask(api.where);
			if (!where) return;
			if (!where.ok) return fail(mine, where.error);
			const { state } = where.value;
			if (state === 'ready') return check(mine);
			if (state !== 'waiting') return settled(mine, where.value);
		}
	}

	async function enter(mine: Round): Promise<void> {
		show(mine, { kind: 'checking', stream: null });
		const session = await mine.ask(api.openSession);
		if (!session) return;
		if (!session.ok) return fail(mine, session.error);
		if (show(mine, { kind: 'in' })) entered(session.value.next);
	}

	let left = false;
	let callOff = (): void => {};
	const stopWatching = sight.onChange(() => {
		callOff();
		if (sight.isHidden() && filming) callOff = timers.after(HIDDEN_MS, leaveAlone);
		if (!sight.isHidden() && left) start();
	});
	/** Whoever had not begun goes on when they are back; what the server has meanwhile given up is told. */
	function leaveAlone(): void {
		if (!filming || !round) return;
		if (counting) return fail(round, 'identity.expired');
		over.abort();
		left = true;
	}

	start();

	return {
		get view(): FaceLoginView {
			return trouble === null ? view : { kind: 'failed', code: trouble, mayRetry: true };
		},
		actions: {
			begin() {
				if (!round) return;
				if (trouble !== null) round.wake();
				else if (view.kind === 'refused' || (view.kind === 'failed' && view.mayRetry)) start();
			},
			close() {
				over.abort();
				round = null;
				callOff();
				stopWatching();
			}
		}
	};
}
