// The operator's settings, read once from the environment. Kit's own env modules do not reach the scripts and the
// WebSocket entry, so this is the one place that knows the names.
import { resolve } from 'node:path';
import * as v from 'valibot';
import { OperatorError } from './operator-error.ts';

const whole = (fallback: string) =>
	v.pipe(v.optional(v.string(), fallback), v.regex(/^\d+$/, 'a whole number'), v.transform(Number));
const flag = v.pipe(
	v.optional(v.picklist(['0', '1', 'false', 'true']), '0'),
	v.transform((text) => text === '1' || text === 'true')
);

const likeness = (fallback: string) =>
	v.pipe(
		v.optional(v.string(), fallback),
		v.regex(/^(0|1|0\.\d{1,4})$/, 'a number from 0 to 1, such as 0.45'),
		v.transform(Number)
	);

/** Empty when it is not given. */
const path = v.pipe(
	v.optional(v.string(), ''),
	v.transform((given) => (given ? resolve(given) : ''))
);

/** With commas between them; none when it is not given. */
const addresses = (form: RegExp, example: string) =>
	v.pipe(
		v.optional(v.string(), ''),
		v.transform((text) => text.split(/[\s,]+/).filter((one) => one !== '')),
		v.array(v.pipe(v.string(), v.regex(form, `addresses such as ${example}`)))
	);

const MEGABYTE = 1024 * 1024;

const ConfigSchema = v.object({
	/** Everything that is kept lies under this folder. */
	DATA_DIR: v.pipe(
		v.optional(v.string(), './data'),
		v.transform((path) => resolve(path))
	),
	/** Any PostgreSQL ≥ 15; empty = the embedded one under DATA_DIR. */
	DATABASE_URL: v.optional(v.string(), ''),
	/** 32 bytes in base64; empty = the file below. It must not lie in the backup of the database. */
	MASTER_KEY: v.optional(v.string(), ''),
	/** Empty = `master.key` under DATA_DIR; made at the first start. */
	MASTER_KEY_FILE: path,
	HOST: v.optional(v.string(), '0.0.0.0'),
	PORT: whole('3000'),
	/** Paths of PEM files: with both, the server speaks https itself; without, a proxy in front does. */
	TLS_CERT: v.optional(v.string(), ''),
	TLS_KEY: v.optional(v.string(), ''),
	/** Uploads are refused (507) while less is free, so that the database beside never meets a full disk. */
	DISK_FLOOR_BYTES: whole(String(256 * MEGABYTE)),
	/** The largest single part that is taken. */
	MAX_PART_BYTES: whole(String(8 * 1024 * MEGABYTE)),
	/** C6: from this likeness (cosine) of face and roster photo on a login by face is accepted … */
	FACE_ACCEPT_SCORE: likeness('0.45'),
	/** … and below this it is refused; between the two a person looks. */
	FACE_REFUSE_SCORE: likeness('0.363'),
	/** Believe x-forwarded-proto, -host and -for: only behind a proxy that sets them. */
	TRUST_PROXY: flag,
	/** How many proxies stand in front, each adding to x-forwarded-for. */
	PROXY_HOPS: v.pipe(whole('1'), v.minValue(1, '1 or more')),
	/** Own models for faces (docs/decisions/face-engine.md); empty = those that npm installed. */
	FACE_DETECTOR_MODEL: path,
	FACE_EMBEDDER_MODEL: path,
	/** Threads that look at faces, each on one core and with models of its own. */
	FACE_THREADS: v.pipe(whole('1'), v.minValue(1, '1 or more'), v.maxValue(16, '16 at most')),
	/** How many looks may wait; more are answered 503. */
	FACE_QUEUE: whole('64'),
	/** I2: servers that tell a peer its address outside, such as `stun:turn.example:3478`; commas between them. */
	LIVE_STUN_URLS: addresses(/^stuns?:/, 'stun:HOST:PORT'),
	/** I2: relays for peers that cannot reach one another; needs the secret. */
	LIVE_TURN_URLS: addresses(/^turns?:/, 'turn:HOST:PORT'),
	/** coturn's `static-auth-secret`. */
	LIVE_TURN_SECRET: v.optional(v.string(), ''),
	/** Live views go over the relay alone: for trying it. */
	LIVE_RELAY_ONLY: flag,
	/** So many may watch one device at a time. */
	LIVE_MAX_VIEWERS: v.pipe(whole('4'), v.minValue(1, '1 or more'), v.maxValue(16, '16 at most')),
	LOG_LEVEL: v.optional(v.picklist(['debug', 'info', 'warn', 'error', 'silent']), 'info')
});

export type Config = v.InferOutput<typeof ConfigSchema>;

/** @throws OperatorError that names each wrong variable and what it should be */
export function readConfig(environment: Record<string, string | undefined>): Config {
	const parsed = v.safeParse(ConfigSchema, environment);
	if (parsed.success) return inOrder(withBothOrNone(withRelaySecret(parsed.output)));
	const faults = parsed.issues.map((issue) => `${v.getDotPath(issue) ?? ''}: ${issue.message}`);
	throw new OperatorError(`设置有误 / wrong settings:\n${faults.join('\n')}`);
}

function inOrder(config: Config): Config {
	if (config.FACE_REFUSE_SCORE <= config.FACE_ACCEPT_SCORE) return config;
	throw new OperatorError(
		'FACE_REFUSE_SCORE 不能大于 FACE_ACCEPT_SCORE。\nFACE_REFUSE_SCORE must not be above FACE_ACCEPT_SCORE.'
	);
}

function withBothOrNone(config: Config): Config {
	if ((config.TLS_CERT === '') === (config.TLS_KEY === '')) return config;
	throw new OperatorError(
		'TLS_CERT 和 TLS_KEY 要一起给出，或都不给。\nTLS_CERT and TLS_KEY go together: give both, or neither.'
	);
}

function withRelaySecret(config: Config): Config {
	if ((config.LIVE_TURN_URLS.length === 0) !== (config.LIVE_TURN_SECRET === ''))
		throw new OperatorError(
			'LIVE_TURN_URLS 和 LIVE_TURN_SECRET 要一起给出，或都不给。\nLIVE_TURN_URLS and LIVE_TURN_SECRET go together: give both, or neither.'
		);
	if (config.LIVE_RELAY_ONLY && config.LIVE_TURN_URLS.length === 0)
		throw new OperatorError(
			'LIVE_RELAY_ONLY 需要 LIVE_TURN_URLS。\nLIVE_RELAY_ONLY needs LIVE_TURN_URLS.'
		);
	return config;
}

/** The settings of live views, as they go by. */
export const liveConfigOf = (config: Config) => ({
	stunUrls: config.LIVE_STUN_URLS,
	turnUrls: config.LIVE_TURN_URLS,
	turnSecret: config.LIVE_TURN_SECRET,
	relayOnly: config.LIVE_RELAY_ONLY,
	maxViewers: config.LIVE_MAX_VIEWERS
});
