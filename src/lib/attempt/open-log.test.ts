import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../shared/digest.ts';
import { payloadDigest, verifyChain, CHAIN_ORIGIN } from './event-log.ts';
import { openLog } from './open-log.ts';
import {
	after,
	ATTEMPT,
	BEFORE,
	confirmed,
	endedBy,
	ENDS_AT,
	event,
	manifest,
	opened,
	STARTS_AT,
	uuid
} from './testing/events.ts';

const LEASE = uuid(1);
const open = (now: number, state = after([[BEFORE, opened(LEASE)]])) =>
	openLog({
		...{ attempt: ATTEMPT, state, now, head: { seq: -1, hash: CHAIN_ORIGIN } },
		salt: () => 'c2FsdA'
	});

/** The last line that the backup has. */
const HEAD = 10;
const RESTORED_AT = BEFORE + 60_000;

describe('[C21] [I3] what was seen before a restored backup', () => {
	const state = { ...after([[BEFORE, opened(LEASE)]]), seenSeq: 4 };
	const seenIn = (seq: number, clientAt: number, restoredAt: number | null) => {
		const log = openLog({
			...{ attempt: ATTEMPT, state, now: RESTORED_AT + 5000, restoredAt },
			...{ head: { seq: HEAD, hash: CHAIN_ORIGIN }, salt: () => 'c2FsdA' }
		});
		// staff were quicker than the device
		log.take(event('help.answered', {}), null);
		const told = log.takeFrom(LEASE, event('help.seen', { seq, at: clientAt }), clientAt);
		return { ...told, seenSeq: log.applied().state.seenSeq };
	};

	test('names lines that are gone: what staff write now is not seen by it, and it has no line', () => {
		for (const seq of [HEAD + 1, HEAD + 9])
			expect(seenIn(seq, RESTORED_AT - 1, RESTORED_AT)).toEqual({
				...{ refused: null, seq: null },
				seenSeq: 4
			});
	});

	test('what is seen after it counts, and where there was none, every word does', () => {
		const counted = { refused: null, seq: HEAD + 2, seenSeq: HEAD + 1 };
		expect(seenIn(HEAD + 1, RESTORED_AT, RESTORED_AT)).toEqual(counted);
		expect(seenIn(HEAD + 1, BEFORE, null)).toEqual(counted);
	});
});

describe('[C34] a log that is being written', () => {
	test('a command points to its own line, not to what follows from it', () => {
		const uploading = after([
			[BEFORE, opened(LEASE)],
			[ENDS_AT, endedBy('clock', ENDS_AT)]
		]);
		const log = open(ENDS_AT, uploading);
		expect(log.takeFrom(LEASE, manifest(LEASE), ENDS_AT)).toEqual({ refused: null, seq: 0 });
		expect(log.lines.map(({ type, clientAt }) => [type, clientAt])).toEqual([
			['manifest.closed', ENDS_AT],
			['upload.completed', null]
		]);
	});

	test('what is known, or refused, has no line', () => {
		const log = open(BEFORE);
		const foreign = log.takeFrom(uuid(9), confirmed, BEFORE);
		expect([foreign.refused?.code, foreign.seq]).toEqual(['attempt.lease-closed', null]);
		expect(log.takeFrom(LEASE, opened(LEASE), BEFORE)).toEqual({ refused: null, seq: null });
		expect(log.lines).toEqual([]);
	});

	test('words lie beside their line, which keeps their salted digest', () => {
		const log = open(BEFORE);
		const content = { text: '您好' };
		log.take({ ...event('help.sent', { at: BEFORE }), payload: content }, BEFORE);
		log.take(confirmed, BEFORE);
		expect(log.payloads).toEqual([{ seq: 0, salt: 'c2FsdA', content: canonicalJson(content) }]);
		expect(log.lines.map(({ payload }) => payload)).toEqual([
			payloadDigest('c2FsdA', content),
			null
		]);
		expect(verifyChain(log.lines, log.applied().head)).toBeNull();
	});

	test('[C19] [C23] what the clock has due comes first', () => {
		const log = open(
			ENDS_AT,
			after([
				[BEFORE, opened(LEASE)],
				[BEFORE, confirmed]
			])
		);
		log.settle();
		log.settle();
		expect(log.lines.map(({ type }) => type)).toEqual(['interview.started', 'interview.ended']);
		expect(log.applied().state.startedAt).toBe(STARTS_AT);
	});
});
