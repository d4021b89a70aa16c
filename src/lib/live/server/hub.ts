// The devices' sockets of this process, `/ws`. Knows who listens to which attempt; decides nothing and stores nothing.
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import * as v from 'valibot';
import type { DeviceGrant } from '../../attempt/server/tokens.ts';
import type { Clock } from '../../shared/clock.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { Log } from '../../shared/log.ts';
import { WIRE_VERSION, type PhoneReport, type ServerMessage } from '../wire.ts';
import { ClientMessageSchema, type ClientMessage, type DesktopReport } from '../device-messages.ts';
import { createSockets, parseJson, type Line } from './sockets.ts';
import { createTopics } from './topics.ts';

/** Of one device: it has one page, and a page that comes back has two for a moment. */
const MAX_OF_LEASE = 6;
/** Come back; a page that is refused by a message does not. */
const TRY_AGAIN_LATER = 1013;
const HELLO_WITHIN_MS = 5000;
/** Measured with 5,500 on a tenth of a core; the rest is for the day on which everybody comes back at once. */
const MAX_SOCKETS = 12_000;
/** A socket that does not read is closed before it eats the memory. */
const MAX_BUFFERED_BYTES = 256 * 1024;

export type DeviceToViewer = Extract<ClientMessage, { type: 'signal' | 'live-ended' }>;

type ClientOutput = v.InferOutput<typeof ClientMessageSchema>;

export interface HubOptions {
	readonly epoch: string;
	readonly clock: Clock;
	readonly log: Log;
	/** What a device's token opens, or null. */
	authorize(token: string): Promise<DeviceGrant | null>;
	/** A device's socket gave a sign of life (C8): a ping of the page, or an answer to ours. */
	heard(lease: string): void;
	/** A phone's page has said how it is (P5); whether it is the one in charge is not known here. */
	reported?(grant: DeviceGrant, report: PhoneReport): void;
	/** The candidate's computer has said how it is (I1); the same holds. */
	desktopReported?(grant: DeviceGrant, report: DesktopReport): void;
	/** I2: a device speaks to somebody who watches it. */
	toViewer?(grant: DeviceGrant, message: DeviceToViewer): void;
	/** The last socket of this device in this process is gone. */
	left?(lease: string): void;
	/** What a page missed while it was away and must have at once (C19); sent after the welcome. */
	greeting?(grant: DeviceGrant): Promise<ServerMessage | null>;
	/** Same origin? Kit's hooks do not run for upgrades. */
	allowed(request: IncomingMessage): boolean;
	addressOf?(request: IncomingMessage): string;
	/** How long a new socket may be silent. */
	readonly helloWithinMs?: number;
	readonly heartbeatMs?: number;
}

export interface Hub {
	upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
	changed(attempt: string): void;
	changedAll(): void;
	/** To the sockets of this device alone. */
	deliver(to: Pick<DeviceGrant, 'attempt' | 'lease'>, message: ServerMessage): void;
	/** To the candidate's own computers, never to a phone. */
	toDesktop(attempt: string, message: ServerMessage): void;
	hasDesktop(attempt: string): boolean;
	/** I2: to the sockets of one device, computer or phone. */
	toDevice(lease: string, message: ServerMessage): void;
	hasDevice(lease: string): boolean;
	connections(): number;
	/** Attempts that somebody listens to. */
	listeners(): number;
	close(): void;
}

export function createHub(options: HubOptions): Hub {
	const { epoch, clock, log, authorize, greeting, heard, allowed } = options;
	const { reported, desktopReported, toViewer, left, heartbeatMs } = options;
	const { helloWithinMs = HELLO_WITHIN_MS } = options;
	/** Attempt → its sockets, each with its lease; null for a phone's, which is told of changes and given no key. */
	const listeners = new Map<string, Map<Line, string | null>>();
	/** By lease, phones too. */
	const devices = createTopics<Line>();

	const refuse = (line: Line, code: ErrorCode): void =>
		line.end({ v: WIRE_VERSION, type: 'refused', code }, code);
	/** @returns nobody listens any more */
	const listen = (line: Line, { attempt, lease, scope }: DeviceGrant): (() => void) => {
		const lines = listeners.get(attempt) ?? new Map<Line, string | null>();
		listeners.set(attempt, lines.set(line, scope === 'attempt' ? lease : null));
		const own = [...devices.of(lease)].filter((one) => one.isOpen());
		if (own.length >= MAX_OF_LEASE) own[0]?.close(TRY_AGAIN_LATER, 'too many pages');
		devices.add(lease, line);
		return () => {
			if (devices.delete(lease, line)) left?.(lease);
			lines.delete(line);
			if (lines.size === 0 && listeners.get(attempt) === lines) listeners.delete(attempt);
		};
	};
	const told = (grant: DeviceGrant, report: PhoneReport | DesktopReport): void => {
		if ('page' in report) {
			if (grant.scope === 'evidence') reported?.(grant, report);
		} else if (grant.scope === 'attempt') desktopReported?.(grant, report);
	};
	const greet = async (line: Line, grant: DeviceGrant): Promise<void> => {
		// a phone asks for the key when somebody wants to see it there
		const message = grant.scope === 'attempt' ? await greeting?.(grant) : null;
		if (message && line.isOpen()) line.say(message);
	};

	/** One socket: it says hello once, is let in or not, and then speaks. */
	const opened = (line: Line) => {
		let grant: DeviceGrant | null = null;
		let greeted = false;
		let forget = (): void => {};
		const deadline = setTimeout(() => refuse(line, 'access.login-required'), helloWithinMs);

		const ping = ({ sentAt, report }: Extract<ClientOutput, { type: 'ping' }>): void => {
			if (grant) heard(grant.lease);
			if (grant && report) told(grant, report);
			line.say({ v: WIRE_VERSION, type: 'pong', sentAt, now: clock.now() });
		};
		const hello = async (token: string): Promise<void> => {
			// one socket, one attempt: asking again costs a query each time
			if (greeted) return refuse(line, 'input.invalid');
			greeted = true;
			const opens = await authorize(token);
			if (opens === null) return refuse(line, 'token.invalid');
			// closed while we asked: its end has been, nobody would take it out again
			if (!line.isOpen()) return;
			clearTimeout(deadline);
			line.letIn();
			grant = opens;
			forget = listen(line, opens);
			line.say({ v: WIRE_VERSION, type: 'welcome', epoch, now: clock.now() });
			// asked after it listens: what is pushed from now on reaches it, what was pushed before is asked for here
			greet(line, opens).catch((error: unknown) =>
				log.warn({ err: String(error) }, 'greeting failed')
			);
		};
		return {
			async message(text: string) {
				const parsed = v.safeParse(ClientMessageSchema, parseJson(text));
				if (!parsed.success) return refuse(line, 'input.invalid');
				const message = parsed.output;
				if (message.type === 'ping') ping(message);
				else if (message.type === 'hello') await hello(message.token);
				else if (grant) toViewer?.(grant, message);
			},
			alive: () => {
				if (grant) heard(grant.lease);
			},
			failed: () => refuse(line, 'server.busy'),
			closed: () => {
				clearTimeout(deadline);
				forget();
			}
		};
	};

	const sockets = createSockets({
		...{ log, allowed, opened, heartbeatMs, addressOf: options.addressOf },
		...{ maxSockets: MAX_SOCKETS, maxBuffered: MAX_BUFFERED_BYTES }
	});
	const push = (attempt: string, lines: Iterable<Line>): void => {
		for (const line of lines) line.say({ v: WIRE_VERSION, type: 'changed', attempt });
	};
	const linesOf = (attempt: string) => listeners.get(attempt) ?? new Map<Line, string | null>();

	return {
		upgrade: sockets.upgrade,
		changed: (attempt) => push(attempt, linesOf(attempt).keys()),
		changedAll() {
			for (const [attempt, lines] of listeners) push(attempt, lines.keys());
		},
		deliver({ attempt, lease }, message) {
			for (const [line, of] of linesOf(attempt)) if (of === lease) line.say(message);
		},
		toDesktop(attempt, message) {
			for (const [line, of] of linesOf(attempt)) if (of) line.say(message);
		},
		toDevice(lease, message) {
			for (const line of devices.of(lease)) line.say(message);
		},
		hasDevice: devices.has,
		hasDesktop: (attempt) => [...linesOf(attempt).values()].some((of) => of),
		connections: sockets.connections,
		listeners: () => listeners.size,
		close: sockets.close
	};
}
