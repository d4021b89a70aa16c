// What a device's socket sends of its own accord; the server is a script.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { PhoneReport } from '../wire.ts';
import type { ClientMessage, DesktopReport } from '../device-messages.ts';
import { openConnection, type Connection, type ConnectionState, type Push } from './connection.ts';
import { createDeviceClock } from './device-clock.ts';

const REPORT: PhoneReport = {
	...{ page: 'check', battery: null, sectors: null, faceShare: null },
	...{ savedTo: null, safeTo: null, awake: null }
};

const EPOCH = '00000000-0000-4000-8000-000000000009';

class ScriptedSocket extends EventTarget {
	static readonly OPEN = 1;
	readyState = 1;
	onopen = (): void => {};
	onmessage = (_event: { data: string }): void => {};
	onclose = (_event: { wasClean: boolean }): void => {};
	readonly sent: ClientMessage[] = [];
	constructor() {
		super();
		made(this);
	}
	send(text: string): void {
		this.sent.push(JSON.parse(text) as ClientMessage);
	}
	close(): void {}
}
let socket: ScriptedSocket;
const made = (one: ScriptedSocket): void => void (socket = one);
let connection: Connection;
const pushes: Push[] = [];
const states: ConnectionState[] = [];
const clock = createDeviceClock();
const reports = (): unknown[] =>
	socket.sent.splice(0).map((message) => (message.type === 'ping' ? message.report : message.type));

beforeEach(() => {
	vi.useFakeTimers();
	vi.stubGlobal('WebSocket', ScriptedSocket);
	connection = openConnection('token', clock, {
		changed: () => {},
		welcome: () => {},
		refused: () => {},
		pushed: (push) => pushes.push(push),
		stateChanged: (state) => states.push(state)
	});
	socket.sent.length = 0;
	states.length = 0;
});
afterEach(() => {
	connection.close();
	vi.useRealTimers();
	vi.unstubAllGlobals();
});

test('[P5] a phone tells how it is every other second, and at once that its page has changed', async () => {
	connection.report(REPORT);
	expect(reports()).toEqual([REPORT]);
	connection.report({ ...REPORT, awake: true });
	expect(reports()).toEqual([]);
	await vi.advanceTimersByTimeAsync(2000);
	expect(reports()).toEqual([{ ...REPORT, awake: true }]);
	connection.report({ ...REPORT, page: 'filming' });
	expect(reports()).toEqual([{ ...REPORT, page: 'filming' }]);
	await vi.advanceTimersByTimeAsync(4000);
	expect(reports()).toHaveLength(2);
});

test('[I1] a computer tells how it is with its sign of life every 5 s', async () => {
	const said: DesktopReport = {
		...{ battery: { level: 0.5, charging: true }, savedTo: 2, safeTo: 1 },
		...{ backlogBytes: 1, roundTripMs: 40 }
	};
	connection.report({ ...said, backlogBytes: 9 });
	connection.report(said);
	expect(reports()).toEqual([]);
	await vi.advanceTimersByTimeAsync(5000);
	expect(reports()).toEqual([said]);
	await vi.advanceTimersByTimeAsync(4999);
	expect(reports()).toEqual([]);
});

test('[C18] a computer that has nothing to tell: a sign of life every 5 s', async () => {
	await vi.advanceTimersByTimeAsync(5000);
	expect(reports()).toEqual([null]);
	await vi.advanceTimersByTimeAsync(4999);
	expect(reports()).toEqual([]);
});

test('[C11][C19] what is pushed with its content is handed on as it came', () => {
	const heard = { at: 1, report: REPORT, pictureAt: null };
	const paper = '00000000-0000-4000-8000-000000000001';
	const messages = [
		{ v: 1, type: 'phone', heard },
		{ v: 1, type: 'key', paper, version: 1, key: 'K' }
	];
	for (const message of messages) socket.onmessage({ data: JSON.stringify(message) });
	expect(pushes).toEqual(messages);
});

describe('[C32] a connection is lost', () => {
	const welcome = (): void =>
		socket.onmessage({ data: JSON.stringify({ v: 1, type: 'welcome', epoch: EPOCH, now: 0 }) });
	const lostFor = (): number | null => {
		const last = states.at(-1);
		return last?.state === 'lost' ? clock.now() - last.since : null;
	};

	test('since the server was last heard, not since that was noticed', async () => {
		welcome();
		expect(states).toEqual([{ state: 'connected' }]);
		await vi.advanceTimersByTimeAsync(20_000);
		expect(states).toMatchObject([{}, { state: 'lost' }]);
		expect(lostFor()).toBeGreaterThanOrEqual(12_000);
		const [, first] = states;
		await vi.advanceTimersByTimeAsync(20_000);
		expect(states.at(-1)).toEqual(first);
	});

	test('what breaks off was last heard before; a farewell is heard', async () => {
		welcome();
		await vi.advanceTimersByTimeAsync(3000);
		socket.onclose({ wasClean: false });
		expect(lostFor()).toBeCloseTo(3000, -2);
		await vi.advanceTimersByTimeAsync(5000);
		welcome();
		await vi.advanceTimersByTimeAsync(3000);
		socket.onclose({ wasClean: true });
		expect(lostFor()).toBeCloseTo(0, -2);
	});
});
