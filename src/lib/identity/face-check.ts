// C6: one check from somebody who arranges themselves before the camera to the server's verdict: asks for one step after
// another, sends the moment's best picture of each, gives up what does not come. Knows no page; who it is the server says.
import type { FaceFault } from '../attempt/events.ts';
import type { ErrorCode } from '../shared/errors.ts';
import type { Result } from '../shared/result.ts';
import type { FaceInstruction, FaceLine } from './face-instructions.ts';
import type { FaceStep } from './face-steps.ts';
import { gateLines, gateStep, NO_GATE, type Gate } from './gates.ts';
import { startWatch, watchLines, watchStep } from './liveness.ts';
import type { FaceApi, FaceDesk } from './login-ports.ts';
import type { Look } from './looks.ts';
import type { Patience } from './patience.ts';
import type { FaceVerdict } from './wire.ts';

/** So many good looks running: whoever has arranged themselves holds still. A check's time begins only then. */
const ARRANGED_READINGS = 3;

/** What is to be seen at the moment; null: all pictures are with the server. */
export interface CheckMoment {
	readonly instruction: FaceInstruction;
	readonly lines: readonly FaceLine[];
	/** Those that are done, then the present one. */
	readonly steps: readonly FaceStep[];
	readonly progress: number;
	/** The server has begun to count the time. */
	readonly begun: boolean;
}

export interface CheckPorts {
	readonly api: FaceApi;
	readonly ask: Patience['ask'];
	readonly desk: Pick<FaceDesk, 'keep' | 'take'>;
	/** The next look, at its pace; null: not wanted any more. */
	readonly look: () => Promise<Look | null>;
	readonly show: (moment: CheckMoment | null) => void;
}

/** Null: not wanted any more. */
type Outcome<T> = Promise<T | null>;

export async function runCheck(ports: CheckPorts): Outcome<Result<FaceVerdict, ErrorCode>> {
	const { api, ask, show } = ports;
	const gate = await arrange(ports);
	if (!gate) return null;
	const begun = await ask(api.beginCheck);
	if (!begun?.ok) return begun;
	const { check } = begun.value;
	const settle = (gaveUp: FaceFault | null): Outcome<Result<FaceVerdict, ErrorCode>> => {
		show(null);
		return ask(() => api.judge(check, gaveUp));
	};
	const steps: FaceStep[] = [];
	for (let step: FaceStep | null = begun.value.step; step !== null;) {
		steps.push(step);
		const came = await watchFor(ports, steps, step, gate);
		if (came === null) return null;
		if (typeof came === 'string') return settle(came);
		const frame = steps.length - 1;
		const kept = await ask(() => api.sendFrame(check, frame, came));
		if (!kept?.ok) return kept;
		({ step } = kept.value);
	}
	return settle(null);
}

/** Without a limit: nobody has asked for anything yet. */
async function arrange({ look, show }: CheckPorts): Outcome<Gate> {
	let gate = NO_GATE;
	const moment = { steps: ['front'], progress: 0, begun: false } as const;
	for (let run = 0; run < ARRANGED_READINGS;) {
		const instruction = gate.told[0] ?? 'look-ahead';
		show({ ...moment, instruction, lines: gateLines(gate) });
		const seen = await look();
		if (!seen) return null;
		if (!seen.reading) continue;
		gate = gateStep(gate, seen.reading);
		run = gate.lacks.length === 0 ? run + 1 : 0;
	}
	return gate;
}

/** @returns its picture, or why it did not come */
async function watchFor(
	{ look, desk, show }: CheckPorts,
	steps: readonly FaceStep[],
	step: FaceStep,
	gate: Gate
): Outcome<Blob | FaceFault> {
	let seen = await look();
	if (!seen) return null;
	for (let watch = startWatch(step, seen.at, gate); ;) {
		const watched = watchStep(watch, seen.at, seen.reading);
		({ watch } = watched);
		show({
			...{ steps: [...steps], begun: true, lines: watchLines(watch) },
			...{ instruction: watch.instruction, progress: watch.progress }
		});
		if (watched.keep) desk.keep();
		if (watched.end) return watched.end === 'take' ? desk.take() : watched.end;
		seen = await look();
		if (!seen) return null;
		// nobody could see what was asked: its time begins anew
		if (seen.interrupted) watch = startWatch(step, seen.at, watch.gate);
	}
}
