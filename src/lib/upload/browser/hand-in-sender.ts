// Brings a hand-in file to the server from a technician's page: slices over a line that may break, then the take. Ends
// with what came of it, or with a refusal that waiting does not mend; until then it tries on.
import * as v from 'valibot';
import { backoffDelay } from '../../shared/backoff.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { PRELUDE_READ_BYTES, readPrelude } from '../hand-in-format.ts';
import { isComplete, type HandInOutcome } from '../hand-in-outcome.ts';
import {
	handInUrl,
	RefusedSchema,
	StandingSchema,
	TakenSchema,
	takeUrl,
	type Standing
} from '../hand-in-protocol.ts';
import { PATCH_TYPE } from '../protocol.ts';

export interface SenderPorts {
	fetch(url: string, init: RequestInit): Promise<Response>;
	/** Rejects when aborted. */
	sleep(ms: number, signal: AbortSignal): Promise<void>;
	random(): number;
}

export interface SenderEvents {
	/** @param waiting the line is down, it is tried again by itself */
	sending(sent: number, waiting: boolean): void;
	checking(waiting: boolean): void;
}

export interface HandedIn {
	readonly outcome: HandInOutcome;
	/** It had been taken whole before; nothing was sent. */
	readonly repeated: boolean;
}

const SLICE_BYTES = 1024 * 1024;
const SLICE_TIMEOUT_MS = 60_000;
/** Checking a gigabyte takes the server seconds, on a slow disk minutes. */
const TAKE_TIMEOUT_MS = 10 * 60_000;
const RETRY = { firstMs: 500, maxMs: 8000 };
const PASSING: readonly ErrorCode[] = ['server.unreachable', 'server.busy'];

/** @throws when `signal` aborts */
export async function sendHandIn(
	file: Blob,
	{ fetch, sleep, random }: SenderPorts,
	signal: AbortSignal,
	events: SenderEvents
): Promise<Result<HandedIn, ErrorCode>> {
	const prelude = await bytesOf(file.slice(0, PRELUDE_READ_BYTES)).then(
		(bytes) => bytes && readPrelude(bytes)
	);
	if (!prelude) return err('hand-in.not-readable');
	if (!prelude.ok) return prelude;
	const id = prelude.value.envelope.file;

	async function ask<T>(
		url: string,
		schema: v.GenericSchema<unknown, T>,
		init: RequestInit = {},
		timeoutMs = SLICE_TIMEOUT_MS
	): Promise<Result<T, v.InferOutput<typeof RefusedSchema>>> {
		try {
			const limit = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
			const response = await fetch(url, { ...init, signal: limit });
			const body: unknown = await response.json();
			return response.ok ? ok(v.parse(schema, body)) : err(v.parse(RefusedSchema, body));
		} catch {
			signal.throwIfAborted();
			// no network, or something between us and the server that answers in its own words
			return err({ code: 'server.unreachable' });
		}
	}

	/** Until the server says where the file stands. */
	async function standing(waiting: () => void): Promise<Result<Standing, ErrorCode>> {
		for (let failures = 0; ;) {
			const stands = await ask(handInUrl(id), StandingSchema);
			if (stands.ok) return stands;
			if (!PASSING.includes(stands.error.code)) return err(stands.error.code);
			waiting();
			await sleep(backoffDelay(RETRY, ++failures, random()), signal);
		}
	}

	/** @returns null when all of it has arrived */
	async function send(from: number): Promise<ErrorCode | null> {
		let sent = from;
		let failures = 0;
		while (sent < file.size) {
			events.sending(sent, failures > 0);
			const body = await bytesOf(file.slice(sent, sent + SLICE_BYTES));
			if (!body) return 'hand-in.not-readable';
			const headers = { 'content-type': PATCH_TYPE, 'upload-offset': String(sent) };
			const answer = await ask(handInUrl(id), StandingSchema, { method: 'PATCH', headers, body });
			if (answer.ok) {
				sent = answer.value.size;
				failures = 0;
				continue;
			}
			const { code, size } = answer.error;
			if (code === 'part.wrong-offset' && size !== undefined && size !== sent) {
				sent = size;
				continue;
			}
			if (!PASSING.includes(code)) return code;
			events.sending(sent, true);
			await sleep(backoffDelay(RETRY, ++failures, random()), signal);
			const stands = await standing(() => {
				events.sending(sent, true);
			});
			if (!stands.ok) return stands.error;
			sent = stands.value.size;
		}
		return null;
	}

	const first = await standing(() => {
		events.sending(0, true);
	});
	if (!first.ok) return first;
	const { outcome } = first.value;
	if (outcome && isComplete(outcome)) return ok({ outcome, repeated: true });
	for (let size = first.value.size, failures = 0; ;) {
		const stopped = await send(size);
		if (stopped) return err(stopped);
		events.checking(failures > 0);
		const taken = await ask(takeUrl(id), TakenSchema, { method: 'POST' }, TAKE_TIMEOUT_MS);
		if (taken.ok) return ok({ outcome: taken.value.outcome, repeated: false });
		if (!PASSING.includes(taken.error.code)) return err(taken.error.code);
		// the answer was lost, not the work
		await sleep(backoffDelay(RETRY, ++failures, random()), signal);
		const stands = await standing(() => {
			events.checking(true);
		});
		if (!stands.ok) return stands;
		const { taking, outcome: now } = stands.value;
		if (now && !taking && stands.value.size === 0) return ok({ outcome: now, repeated: false });
		size = taking ? file.size : stands.value.size;
	}
}

/** Null: the drive was pulled out, or the file changed under us. */
const bytesOf = (blob: Blob): Promise<Uint8Array<ArrayBuffer> | null> =>
	blob.arrayBuffer().then(
		(buffer) => new Uint8Array(buffer),
		() => null
	);
