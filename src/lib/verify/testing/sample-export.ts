// A small whole attempt, written by the real log and exported by the real format: invented people only.
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { initialState } from '../../attempt/attempt-state.ts';
import { CHAIN_ORIGIN, type LogLine } from '../../attempt/event-log.ts';
import { openLog, type SaltedPayload } from '../../attempt/open-log.ts';
import type { AttemptEvent } from '../../attempt/events.ts';
import {
	ATTEMPT,
	BEFORE,
	digest,
	ENDS_AT,
	FROZEN,
	opened,
	partHeader,
	STARTS_AT,
	uuid
} from '../../attempt/testing/events.ts';
import { sealExport, type ExportContent } from '../export-format.ts';
import { merklePath, merkleRoot } from '../merkle.ts';
import { rootBytes, type PublicKey } from '../signing.ts';

/** RFC 8032, tests 1 and 2: a secret, and what is public of it. */
const SECRETS = [
	'9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
	'4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb'
] as const;
export const SAMPLE_KEYS: readonly [PublicKey, PublicKey] = [
	{
		algorithm: 'Ed25519',
		public: 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a'
	},
	{
		algorithm: 'Ed25519',
		public: '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c'
	}
];
const PKCS8_PREFIX = '302e020100300506032b657004220420';

type Bytes = Uint8Array<ArrayBuffer>;

export const signAs =
	(which: 0 | 1) =>
	async (bytes: Bytes): Promise<string> => {
		const { subtle } = crypto;
		const pkcs8 = Uint8Array.from(hexToBytes(PKCS8_PREFIX + SECRETS[which]));
		const key = await subtle.importKey('pkcs8', pkcs8, 'Ed25519', false, ['sign']);
		return bytesToHex(new Uint8Array(await subtle.sign('Ed25519', key, bytes)));
	};

const LEASE = uuid(1);
const [PART, LATE_PART] = [uuid(2), uuid(3)];

const EVENTS: readonly (readonly [number, AttemptEvent])[] = [
	[BEFORE - 60_000, opened(LEASE)],
	[BEFORE, { type: 'stage.confirmed', data: { stage: 'devices' } }],
	[BEFORE + 1000, { type: 'part.announced', data: partHeader(PART, LEASE) }],
	[STARTS_AT, { type: 'interview.started', data: { by: 'clock' } }],
	[
		STARTS_AT + 5000,
		{
			type: 'help.sent',
			data: { at: STARTS_AT + 4000 },
			payload: { text: '听不到声音。' }
		}
	],
	[STARTS_AT + 9000, { type: 'help.answered', data: {}, payload: { text: '请刷新页面' } }],
	[
		STARTS_AT + 20_000,
		{
			type: 'incident.noted',
			data: { id: uuid(9), kind: 'no-face', from: STARTS_AT + 18_000, until: null, track: null },
			payload: { strongest: 0, picture: null }
		}
	],
	[
		STARTS_AT + 25_000,
		{
			type: 'incident.commented',
			data: { incident: uuid(9) },
			payload: { text: '弯腰捡笔。' }
		}
	],
	[STARTS_AT + 30_000, { type: 'lot.drawn', data: { number: 17, of: 30, by: 'entry' } }],
	[ENDS_AT, { type: 'interview.ended', data: { by: 'clock', at: ENDS_AT }, payload: null }],
	[ENDS_AT + 1000, { type: 'part.verified', data: { id: PART, bytes: 9, sha256: digest(7) } }],
	[ENDS_AT + 2000, { type: 'part.announced', data: partHeader(LATE_PART, LEASE) }]
];

function written(): { lines: LogLine[]; payloads: SaltedPayload[] } {
	const lines: LogLine[] = [];
	const payloads: SaltedPayload[] = [];
	let state = initialState(FROZEN);
	let head = { seq: -1, hash: CHAIN_ORIGIN };
	const during = (now: number, work: (log: ReturnType<typeof openLog>) => void): void => {
		const salt = (): string => `salt-${String(lines.length)}`;
		const log = openLog({ attempt: ATTEMPT, state, head, now, salt });
		work(log);
		({ state, head } = log.applied());
		lines.push(...log.lines);
		payloads.push(...log.payloads);
	};
	during(BEFORE - 90_000, (log) => log.append({ type: 'attempt.frozen', data: FROZEN }, null));
	for (const [at, event] of EVENTS)
		during(at, (log) => {
			const refused = log.take(event, event.type === 'help.sent' ? at - 1000 : null);
			if (refused) throw new Error(`${event.type}: ${refused.code}`);
		});
	return { lines, payloads };
}

/** One of each. */
const STATES: Readonly<Record<string, 'withheld' | 'erased' | 'sealed'>> = {
	'help.sent': 'withheld',
	'help.answered': 'erased',
	'incident.noted': 'sealed'
};

/** The tree of a sitting of three; this one closed before its last line. */
const OTHERS = [digest(0xa1), digest(0xb2)] as const;
/** As it was closed, two lines before the end. */
const LATER_LINES = 2;

export async function sampleContent(which: 0 | 1 = 0): Promise<ExportContent> {
	const { lines, payloads } = written();
	const [last, closing] = [lines.at(-1), lines.at(-1 - LATER_LINES)];
	if (!last || !closing) throw new Error('no lines');
	const tree = [OTHERS[0], closing.hash, OTHERS[1]];
	const statement = {
		...{ sitting: 'MN-0900', closedAt: ENDS_AT + 500, count: tree.length, root: merkleRoot(tree) }
	};
	const { sitting, ...closed } = statement;
	return {
		format: 'duimian-attempt',
		version: 1,
		attempt: ATTEMPT,
		candidate: { name: '测***甲', admission: '2026****001' },
		sitting: {
			code: sitting,
			kind: 'mock',
			closed: {
				...closed,
				signature: await signAs(which)(rootBytes(statement)),
				leaf: { seq: closing.seq, index: 1, path: merklePath(tree, 1) }
			}
		},
		exported: { at: ENDS_AT + 60_000, by: uuid(0xacc) },
		key: SAMPLE_KEYS[which],
		head: { seq: last.seq, hash: last.hash },
		lines,
		payloads: payloads.map(({ seq, salt, content }) => {
			const state = STATES[lines[seq]?.type ?? ''] ?? 'given';
			return state === 'given'
				? { seq, state, salt, content: JSON.parse(content) as unknown }
				: { seq, state };
		}),
		parts: [
			{ id: PART, track: 'camera', startedAt: BEFORE, verified: { bytes: 9, sha256: digest(7) } },
			{ id: LATE_PART, track: 'camera', startedAt: BEFORE, verified: null }
		]
	};
}

export const sealAs = (which: 0 | 1, content: ExportContent): Promise<Bytes> =>
	sealExport(content, signAs(which));

export const sampleExport = async (which: 0 | 1 = 0): Promise<Bytes> =>
	sealAs(which, await sampleContent(which));

/** A receipt as it was saved, two lines before the log's end. */
export function sampleReceipt({ lines, sitting, attempt }: ExportContent) {
	const head = lines.at(-2);
	return {
		v: 1,
		type: 'duimian-receipt',
		sitting: sitting.code,
		tracks: [{ track: 'camera', filmMs: 1, bytes: 9, digests: [digest(7)] }],
		head: { seq: head?.seq ?? 0, hash: head?.hash ?? '' },
		lot: { number: 17, of: 30, attempt }
	};
}
