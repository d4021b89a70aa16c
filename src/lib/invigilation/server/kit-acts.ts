// The forms of staff's acts in Kit: parsed, done, and answered with a code or with the page again.
import { fail, type ActionFailure, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import { ERRORS, type ErrorCode, type Refusal } from '../../shared/errors.ts';
import type { Result } from '../../shared/result.ts';
import type { ActRefusal } from '../act-form.ts';
import type { StaffAct } from '../acts.ts';
import type { Act, Actor } from './acts.service.ts';

type ActOutcome = { readonly done: StaffAct } | ActionFailure<{ refusal: ActRefusal }>;

type Form = v.GenericSchema<unknown, { readonly act: string; readonly reason: string }>;

export async function actFromForm<S extends Form>(
	event: RequestEvent,
	kind: StaffAct,
	schema: S,
	perform: (form: v.InferOutput<S>, act: Act, actor: Actor) => Promise<Result<void, Refusal>>
): Promise<ActOutcome> {
	const form = Object.fromEntries(await event.request.formData());
	const reason = typeof form['reason'] === 'string' ? form['reason'] : '';
	const refused = (code: ErrorCode): ActOutcome =>
		fail(ERRORS[code].status, { refusal: { kind, code, reason } });
	const parsed = v.safeParse(schema, form);
	if (!parsed.success) return refused('input.invalid');
	const done = await perform(
		parsed.output,
		{ id: parsed.output.act, reason: parsed.output.reason },
		{ person: event.locals.person, address: event.getClientAddress() }
	);
	return done.ok ? { done: kind } : refused(done.error.code);
}
