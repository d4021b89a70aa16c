// The phone's side of HTTP: what a code is for, the tap that binds, its state, the paper's key, a picture.
import * as v from 'valibot';
import { ask } from '../../live/browser/ask.ts';
import type { Command } from '../../live/requests.ts';
import { OutcomeSchema, type Echo } from '../../attempt/browser/device-api.ts';
import type { SentBatch } from '../../attempt/outbox.ts';
import { networkCut } from '../../shared/browser/network-cut.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { IdField as id } from '../../shared/fields.ts';
import type { Result } from '../../shared/result.ts';
import { PhoneStateSchema, type PhoneState } from '../phone-state.ts';

const PICTURE_TIMEOUT_MS = 8000;

const OfferSchema = v.object({
	attempt: id,
	exam: v.object({
		title: v.object({ 'zh-CN': v.string(), en: v.string() }),
		kind: v.picklist(['mock', 'formal']),
		sittingCode: v.string()
	}),
	/** Masked by the server. */
	candidate: v.string(),
	replaces: v.boolean()
});
export type Offer = v.InferOutput<typeof OfferSchema>;

const BoundSchema = v.object({ token: v.string(), lease: id, attempt: id });
export type BoundPhone = v.InferOutput<typeof BoundSchema>;

const OutcomesSchema = v.object({
	...PhoneStateSchema.entries,
	outcomes: v.array(OutcomeSchema)
});

const KeySchema = v.object({ key: v.string() });

/** P1: uses nothing up. */
export const lookAtCode = (code: string): Promise<Result<Offer, ErrorCode>> =>
	ask('/api/evidence/look', OfferSchema, { body: { code } });

/** @param key the secret of this browser: the same phone may ask again when its answer was lost */
export const bindPhone = (asking: {
	readonly code: string;
	readonly key: string;
	readonly label: string;
}): Promise<Result<BoundPhone, ErrorCode>> =>
	ask('/api/evidence/bind', BoundSchema, { body: asking });

export const readPhone = (token: string): Promise<Result<PhoneState, ErrorCode>> =>
	ask('/api/evidence', PhoneStateSchema, { token });

export async function sendPhoneCommands(
	token: string,
	commands: readonly Command[],
	{ epoch, head }: Echo,
	answered: (answer: PhoneState) => void
): Promise<Result<SentBatch, ErrorCode>> {
	const body = { commands, epoch, head };
	const result = await ask('/api/evidence/commands', OutcomesSchema, { token, body });
	if (result.ok) answered(result.value);
	return result;
}

/** C19: 26 characters, once the interview has begun. */
export const readPaperKey = (token: string): Promise<Result<{ readonly key: string }, ErrorCode>> =>
	ask('/api/attempt/key', KeySchema, { token });

/** The next one comes soon: a picture that did not arrive is not sent again. */
export async function sendPicture(token: string, picture: Blob): Promise<void> {
	const signal = AbortSignal.any([AbortSignal.timeout(PICTURE_TIMEOUT_MS), networkCut.signal()]);
	const headers = { authorization: `Bearer ${token}`, 'content-type': 'image/jpeg' };
	await fetch('/api/evidence/picture', { method: 'PUT', headers, body: picture, signal }).catch(
		() => null
	);
}
