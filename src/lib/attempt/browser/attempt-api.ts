// The HTTP side of a device: every answer is checked against the wire's schemas, every failure is a code.
import * as v from 'valibot';
import { ask, isCode } from '../../live/browser/ask.ts';
import { WIRE_VERSION, HeadSchema, type Command } from '../../live/wire.ts';
import type { PartHeader } from '../../recording/part.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { Result } from '../../shared/result.ts';
import type { AttemptState } from '../attempt-state.ts';
import type { SentBatch } from '../outbox.ts';

/** Nothing is shown before this answer, and what this browser keeps can stand in for it. */
const SESSION_TIMEOUT_MS = 5000;

const ViewSchema = v.object({
	attempt: v.string(),
	lease: v.string(),
	// the reducer's own projection, from the same origin and version
	state: v.custom<AttemptState>((value) => typeof value === 'object' && value !== null),
	head: HeadSchema,
	details: v.object({
		name: v.string(),
		admission: v.string(),
		idNumber: v.string(),
		position: v.string(),
		room: v.string(),
		sittingCode: v.string()
	}),
	chat: v.array(
		v.object({
			id: v.string(),
			from: v.picklist(['candidate', 'staff']),
			text: v.nullable(v.string()),
			at: v.number()
		})
	),
	lot: v.nullable(
		v.object({
			room: v.string(),
			of: v.number(),
			commitment: v.string(),
			committedAt: v.number(),
			ready: v.boolean(),
			leaf: v.string(),
			salt: v.string()
		})
	),
	epoch: v.string(),
	now: v.number()
});
export type AttemptAnswer = v.InferOutput<typeof ViewSchema>;

const OutcomesSchema = v.object({
	...ViewSchema.entries,
	outcomes: v.array(
		v.object({ id: v.string(), refused: v.nullable(v.custom<ErrorCode>((code) => isCode(code))) })
	)
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
const WitnessSchema = v.object({ head: v.nullable(HeadSchema), now: v.number() });
const TimeSchema = v.object({ now: v.number(), epoch: v.string() });
const SessionSchema = v.object({ candidate: v.boolean(), attempt: v.nullable(v.string()) });
export type LoginSession = v.InferOutput<typeof SessionSchema>;

export interface WitnessOfPart {
	readonly header: PartHeader;
	readonly bytes: number;
	readonly sha256: string;
	readonly at: number;
}

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

export const readAttempt = (token: string): Promise<Result<AttemptAnswer, ErrorCode>> =>
	ask('/api/attempt', ViewSchema, { token });

export const drawLot = (token: string): Promise<Result<AttemptAnswer, ErrorCode>> =>
	ask('/api/attempt/lot', ViewSchema, { token, body: {} });

export const readTime = (): Promise<Result<v.InferOutput<typeof TimeSchema>, ErrorCode>> =>
	ask('/api/time', TimeSchema);

export async function sendCommands(
	token: string,
	commands: readonly Command[],
	epoch: string | null,
	answered: (answer: AttemptAnswer) => void
): Promise<Result<SentBatch, ErrorCode>> {
	const body = { commands, epoch };
	const result = await ask('/api/attempt/commands', OutcomesSchema, { token, body });
	if (result.ok) answered(result.value);
	return result;
}

export const sendWitness = (
	token: string,
	parts: readonly WitnessOfPart[],
	head: v.InferOutput<typeof HeadSchema> | null
): Promise<Result<v.InferOutput<typeof WitnessSchema>, ErrorCode>> =>
	ask('/api/attempt/witness', WitnessSchema, { token, body: { head, parts } });
