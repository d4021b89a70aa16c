// The HTTP side of a device: every answer is checked against the wire's schemas, every failure is a code.
import * as v from 'valibot';
import { ask } from '../../live/browser/ask.ts';
import type { Command } from '../../live/requests.ts';
import { ECHO_HEADER, HeardPhoneSchema, WIRE_VERSION } from '../../live/wire.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { Result } from '../../shared/result.ts';
import { DeviceViewSchema } from '../device-view.ts';
import type { SentBatch } from '../outbox.ts';
import { OutcomeSchema, type Echo } from './device-api.ts';

/** Nothing is shown before this answer, and what this browser keeps can stand in for it. */
const SESSION_TIMEOUT_MS = 5000;

const AnswerSchema = v.object({
	attempt: v.string(),
	lease: v.string(),
	...DeviceViewSchema.entries,
	/** C11: the last words of the phone in charge. */
	phone: v.optional(v.nullable(HeardPhoneSchema), null),
	now: v.number()
});
export type AttemptAnswer = v.InferOutput<typeof AnswerSchema>;

const OutcomesSchema = v.object({
	...AnswerSchema.entries,
	outcomes: v.array(OutcomeSchema)
});
const LeaseSchema = v.union([
	v.object({ token: v.string(), lease: v.string(), attempt: v.string() }),
	v.object({
		request: v.string(),
		needs: v.picklist(['device', 'staff']),
		since: v.number(),
		refused: v.boolean(),
		supportPhone: v.string()
	})
]);
const SessionSchema = v.object({ candidate: v.boolean(), attempt: v.nullable(v.string()) });
export type LoginSession = v.InferOutput<typeof SessionSchema>;

/** Who has logged in on this browser; the page itself is the same for everybody (C3). */
export const readSession = (): Promise<Result<LoginSession, ErrorCode>> =>
	ask('/api/session', SessionSchema, { timeoutMs: SESSION_TIMEOUT_MS });

export const takeLease = (asking: {
	readonly label: string;
	readonly key: string;
	readonly request: string | null;
}): Promise<Result<v.InferOutput<typeof LeaseSchema>, ErrorCode>> =>
	ask('/api/attempt/lease', LeaseSchema, { body: { device: 'desktop', ...asking } });

/** As a beacon: the page is going. */
export function withdrawLease(key: string, request: string): void {
	const body = JSON.stringify({ v: WIRE_VERSION, key, request });
	navigator.sendBeacon(
		'/api/attempt/lease/withdraw',
		new Blob([body], { type: 'application/json' })
	);
}

/** Says what it was told last: before entry nothing else does, and staff wait to hear that their words have come (I3). */
export const readAttempt = (token: string, echo: Echo): Promise<Result<AttemptAnswer, ErrorCode>> =>
	ask('/api/attempt', AnswerSchema, { token, headers: { [ECHO_HEADER]: JSON.stringify(echo) } });

export const drawLot = (token: string): Promise<Result<AttemptAnswer, ErrorCode>> =>
	ask('/api/attempt/lot', AnswerSchema, { token, body: {} });

export async function sendCommands(
	token: string,
	commands: readonly Command[],
	{ epoch, head }: Echo,
	answered: (answer: AttemptAnswer) => void
): Promise<Result<SentBatch, ErrorCode>> {
	const body = { commands, epoch, head };
	const result = await ask('/api/attempt/commands', OutcomesSchema, { token, body });
	if (result.ok) answered(result.value);
	return result;
}
