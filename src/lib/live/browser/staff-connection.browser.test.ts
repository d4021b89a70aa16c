// What a staff page's socket says of its own accord, and what it makes of what comes; the server is a script.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { StaffMessage, StaffPush } from '../staff-wire.ts';
import {
	openStaffConnection,
	type StaffConnection,
	type StaffConnectionState
} from './staff-connection.ts';

const ROOM = '00000000-0000-4000-8000-000000000001';
const ATTEMPT = '00000000-0000-4000-8000-000000000002';
const EPOCH = '00000000-0000-4000-8000-000000000009';

class ScriptedSocket {
	static readonly OPEN = 1;
	readyState = 1;
	binaryType = 'blob';
	onmessage = (_event: { data: unknown }): void => {};
	onclose = (_event: { wasClean: boolean }): void => {};
	readonly sent: StaffMessage[] = [];
	readonly address: URL;
	constructor(address: URL) {
		this.address = address;
		sockets.push(this);
	}
	send(text: string): void {
		this.sent.push(JSON.parse(text) as StaffMessage);
	}
	close(): void {
		this.readyState = 3;
	}
	say(push: StaffPush): void {
		this.onmessage({ data: JSON.stringify(push) });
	}
	welcome(): void {
		this.say({ v: 1, type: 'welcome', epoch: EPOCH, now: 0 });
	}
}
let sockets: ScriptedSocket[] = [];
let states: StaffConnectionState[] = [];
const welcome = vi.fn();
const pushed = vi.fn();
const picture = vi.fn();
let connection: StaffConnection;

const last = (): ScriptedSocket => {
	const socket = sockets.at(-1);
	if (!socket) throw new Error('no socket');
	return socket;
};
const topics = (): object[] =>
	last()
		.sent.splice(0)
		.filter(({ type }) => type !== 'ping');
const pings = (): number => last().sent.filter(({ type }) => type === 'ping').length;

beforeEach(() => {
	vi.useFakeTimers();
	vi.stubGlobal('WebSocket', ScriptedSocket);
	[sockets, states] = [[], []];
	connection = openStaffConnection({
		...{ welcome, pushed, picture },
		stateChanged: (state) => states.push(state)
	});
});
afterEach(() => {
	connection.close();
	vi.clearAllMocks();
	vi.useRealTimers();
	vi.unstubAllGlobals();
});

test('[I1] topics are told when the server has let the page in, and again after each reconnect', async () => {
	expect(last().address.pathname).toBe('/ws/staff');
	connection.watch(ROOM);
	connection.look([ATTEMPT]);
	connection.follow(ATTEMPT);
	expect(topics()).toEqual([]);
	last().welcome();
	const told = [
		{ v: 1, type: 'watch', room: ROOM },
		{ v: 1, type: 'look', attempts: [ATTEMPT] },
		{ v: 1, type: 'follow', attempt: ATTEMPT }
	];
	expect(topics()).toEqual(told);
	last().onclose({ wasClean: false });
	await vi.advanceTimersByTimeAsync(1000);
	expect(sockets).toHaveLength(2);
	last().welcome();
	expect(topics()).toEqual(told);
	expect(welcome).toHaveBeenCalledTimes(2);
	connection.unwatch(ROOM);
	connection.follow(null);
	topics();
	last().onclose({ wasClean: false });
	await vi.advanceTimersByTimeAsync(1000);
	last().welcome();
	expect(topics()).toEqual([told[1]]);
});

test('[I1] blind since the server was last heard; every further try that fails changes nothing', async () => {
	last().welcome();
	await vi.advanceTimersByTimeAsync(3000);
	last().onclose({ wasClean: false });
	const blind = states.at(-1);
	expect(blind?.state).toBe('blind');
	if (blind?.state === 'blind') expect(connection.clock.now() - blind.since).toBeCloseTo(3000, -2);
	await vi.advanceTimersByTimeAsync(1000);
	last().onclose({ wasClean: false });
	await vi.advanceTimersByTimeAsync(5000);
	expect(states.map(({ state }) => state)).toEqual(['connecting', 'connected', 'blind']);
	last().welcome();
	expect(states.at(-1)).toEqual({ state: 'connected' });
});

test('[I1] a cable pulled: what is asked and not answered makes the page blind', async () => {
	last().welcome();
	await vi.advanceTimersByTimeAsync(4000);
	expect(pings()).toBe(4);
	await vi.advanceTimersByTimeAsync(11_000);
	expect(states.at(-1)).toMatchObject({ state: 'blind' });
	await vi.advanceTimersByTimeAsync(1000);
	expect(sockets).toHaveLength(2);
});

test('[I1] while the server answers, the page sees', async () => {
	last().welcome();
	for (let n = 0; n < 20; n++) {
		await vi.advanceTimersByTimeAsync(5000);
		last().say({ v: 1, type: 'pong', sentAt: 0, now: 0 });
	}
	expect(sockets).toHaveLength(1);
	expect(states.at(-1)).toEqual({ state: 'connected' });
});

test('[I1] refused is not tried again, until somebody has logged in', async () => {
	last().say({ v: 1, type: 'refused', code: 'access.login-required', about: null, topic: null });
	expect(states.at(-1)).toEqual({ state: 'refused', code: 'access.login-required' });
	last().onclose({ wasClean: true });
	await vi.advanceTimersByTimeAsync(60_000);
	expect(sockets).toHaveLength(1);
	connection.watch(ROOM);
	connection.wake();
	expect(sockets).toHaveLength(2);
	last().welcome();
	expect(topics()).toEqual([{ v: 1, type: 'watch', room: ROOM }]);
});

test('[I1] a topic refused closes nothing', () => {
	last().welcome();
	const refusal: StaffPush = {
		...{ v: 1, type: 'refused', code: 'access.denied', about: 'watch', topic: ROOM }
	};
	last().say(refusal);
	expect(pushed).toHaveBeenCalledWith(refusal);
	expect(states.at(-1)).toEqual({ state: 'connected' });
});

test('[I1] a picture is a line and its bytes; what is none is passed over', () => {
	last().welcome();
	const about = { attempt: ATTEMPT, track: 'camera', at: 7, type: 'image/jpeg' } as const;
	const bytes = Uint8Array.of(10, 0, 123, 10);
	const line = new TextEncoder().encode(`${JSON.stringify(about)}\n`);
	last().onmessage({ data: new Uint8Array([...line, ...bytes]).buffer });
	expect(picture).toHaveBeenCalledExactlyOnceWith(about, bytes);
	const others = [{ track: 'x' }, { type: 'image/webp' }].map(
		(other) => `${JSON.stringify({ ...about, ...other })}\n`
	);
	for (const bad of ['', 'no line', '{}\n', '{\n', ...others])
		last().onmessage({ data: new TextEncoder().encode(bad).buffer });
	expect(picture).toHaveBeenCalledOnce();
	expect(last().binaryType).toBe('arraybuffer');
});
