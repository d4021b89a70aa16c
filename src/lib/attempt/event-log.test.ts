import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../shared/digest.ts';
import { chain, CHAIN_ORIGIN, payloadDigest, verifyChain, type LogLine } from './event-log.ts';
import { ATTEMPT, STARTS_AT } from './testing/events.ts';

/** A whole chain, its data drawn by fast-check. */
const logs = fc.array(fc.jsonValue(), { minLength: 2, maxLength: 8 }).map((data) => {
	const lines: LogLine[] = [];
	for (const [seq, one] of data.entries()) {
		// as it comes back from the database or an export
		const stored: unknown = JSON.parse(canonicalJson(one));
		lines.push(
			chain(lines.at(-1)?.hash ?? CHAIN_ORIGIN, {
				attempt: ATTEMPT,
				seq,
				type: 'incident.noted',
				data: stored,
				payload: null,
				clientAt: seq % 2 ? null : STARTS_AT + seq,
				serverAt: STARTS_AT + seq
			})
		);
	}
	return lines;
});
const logAndPlace = logs.chain((lines) =>
	fc.tuple(fc.constant(lines), fc.nat({ max: lines.length - 1 }))
);

const put = (lines: readonly LogLine[], at: number, line: Partial<LogLine>): LogLine[] =>
	lines.map((one, index) => (index === at ? { ...one, ...line } : one));

describe('[C34] a chain', () => {
	test('is whole as it was written', () => {
		fc.assert(
			fc.property(logs, (lines) => {
				expect(verifyChain(lines)).toBeNull();
			})
		);
	});

	test('shows any changed line, whichever of its members', () => {
		const changes: ((line: LogLine) => Partial<LogLine>)[] = [
			() => ({ type: 'interview.started' }),
			(line) => ({ data: { was: line.data } }),
			() => ({ payload: 'f'.repeat(64) }),
			(line) => ({ clientAt: (line.clientAt ?? 0) + 1 }),
			(line) => ({ serverAt: line.serverAt - 1 }),
			(line) => ({ seq: line.seq + 1 }),
			() => ({ attempt: ATTEMPT.replace('a', 'b') }),
			(line) => ({ hash: line.hash.replace(/^./, (c) => (c === '0' ? '1' : '0')) }),
			(line) => ({ previous: line.previous.replace(/^./, (c) => (c === '0' ? '1' : '0')) })
		];
		fc.assert(
			fc.property(logAndPlace, fc.constantFrom(...changes), ([lines, at], change) => {
				const line = lines[at];
				if (!line) throw new Error('out of range');
				expect(verifyChain(put(lines, at, change(line)))).not.toBeNull();
			})
		);
	});

	test('shows a line that was taken out, repeated or swapped, and where', () => {
		fc.assert(
			fc.property(logAndPlace, ([lines, at]) => {
				const last = at === lines.length - 1;
				const removed = lines.filter((_, index) => index !== at);
				const head = lines.at(-1);
				expect(verifyChain(removed, head)).toEqual({
					seq: last ? head?.seq : at,
					fault: last ? 'head' : 'sequence'
				});
				const repeated = [...lines.slice(0, at + 1), ...lines.slice(at)];
				expect(verifyChain(repeated)).toEqual({ seq: at + 1, fault: 'sequence' });
				if (last) return;
				const swapped = [...lines];
				swapped.splice(at, 2, ...lines.slice(at, at + 2).reverse());
				expect(verifyChain(swapped)).toEqual({ seq: at, fault: 'sequence' });
			})
		);
	});

	test('shows a line that was changed and hashed anew: the next no longer hangs on it', () => {
		fc.assert(
			fc.property(logAndPlace, ([lines, at]) => {
				fc.pre(at < lines.length - 1);
				const line = lines[at];
				if (!line) throw new Error('out of range');
				const forged = chain(line.previous, { ...line, serverAt: line.serverAt + 1 });
				expect(verifyChain(put(lines, at, forged))).toEqual({ seq: at + 1, fault: 'link' });
			})
		);
	});

	test('contains every head that was ever told; one of another log is not in it', () => {
		fc.assert(
			fc.property(logAndPlace, ([lines, at]) => {
				expect(verifyChain(lines, lines[at])).toBeNull();
				const foreign = { seq: at, hash: 'e'.repeat(64) };
				expect(verifyChain(lines, foreign)).toEqual({ seq: at, fault: 'head' });
			})
		);
	});
});

// The worked vector of docs/spec/log.md: whoever writes a verifier can check it against these two lines.
describe('[C34] fixed vector', () => {
	const attempt = '0b6f1d1e-5b0a-4c3e-9d55-0c5d3f6f7a10';
	const lease = '5f0c7a52-9c1f-4b8e-8a44-b6d0d5f6e001';
	const first = chain(CHAIN_ORIGIN, {
		attempt,
		seq: 0,
		type: 'lease.opened',
		data: { lease, device: 'desktop' },
		payload: null,
		clientAt: null,
		serverAt: 1_800_000_000_000
	});
	const second = chain(first.hash, {
		attempt,
		seq: 1,
		type: 'stage.confirmed',
		data: { stage: 'devices', note: 'é 面' },
		payload: null,
		clientAt: 1_800_000_000_950,
		serverAt: 1_800_000_001_000
	});

	test('canonical text: members in the order of their names, no spaces, UTF-8', () => {
		const { previous: _previous, hash: _hash, ...body } = second;
		expect(canonicalJson(body)).toBe(
			`{"attempt":"${attempt}","clientAt":1800000000950,"data":{"note":"é 面","stage":"devices"},"payload":null,"seq":1,"serverAt":1800000001000,"type":"stage.confirmed"}`
		);
	});

	test('hashes', () => {
		expect(first.hash).toBe('6b1a17f48ec03acfab8d6795f60bab4cefefde89f80cd9bea1006db7c56b9f54');
		expect(second.hash).toBe('2c2c728bd50e1401cdc6b867120e0a88f2721f477b11567c06d712eda7b039c8');
		expect(verifyChain([first, second])).toBeNull();
	});

	test('digest of a payload that may be erased', () => {
		expect(payloadDigest('c2FsdA', { text: '您好' })).toBe(
			'7e12f7404b32cfab1b09f1175b4197e857055de679ac25dfb4505c9e737751c2'
		);
	});
});

test('a payload’s digest depends on its salt', () => {
	expect(payloadDigest('a', 'yes')).not.toBe(payloadDigest('b', 'yes'));
});
