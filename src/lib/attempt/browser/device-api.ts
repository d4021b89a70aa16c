// What every device asks, a computer and a phone alike: witness, time. Apart from attempt-api.ts, so that a phone does not
// load what the computer is told of its attempt (P2).
import * as v from 'valibot';
import { ask } from '../../live/browser/ask.ts';
import { HeadSchema } from '../../live/wire.ts';
import { isCode, type ErrorCode } from '../../shared/errors.ts';
import type { Result } from '../../shared/result.ts';
import type { Head } from '../ports.ts';
import type { WitnessOfPart } from '../witnessing.ts';

/** What a device says of what it was told last (C34); `head` is of that epoch. */
export interface Echo {
	readonly epoch: string | null;
	readonly head: Head | null;
}

/** What became of a command. A reason that is not known here is a no too, and must not leave all of them unanswered. */
export const OutcomeSchema = v.object({
	id: v.string(),
	refused: v.nullable(
		v.pipe(
			v.string(),
			v.transform((code) => (isCode(code) ? code : 'input.invalid'))
		)
	)
});

const WitnessSchema = v.object({ head: v.nullable(HeadSchema), epoch: v.string() });
const TimeSchema = v.object({ now: v.number(), epoch: v.string() });

export const readTime = (): Promise<Result<v.InferOutput<typeof TimeSchema>, ErrorCode>> =>
	ask('/api/time', TimeSchema);

export const sendWitness = (
	token: string,
	parts: readonly WitnessOfPart[],
	{ epoch, head }: Echo
): Promise<Result<v.InferOutput<typeof WitnessSchema>, ErrorCode>> =>
	ask('/api/attempt/witness', WitnessSchema, { token, body: { head, epoch, parts } });
