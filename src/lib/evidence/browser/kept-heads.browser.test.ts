// C34 on both devices: every acknowledgement's head is kept durably, and the last one is echoed with what is said next.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { initialState } from '../../attempt/attempt-state.ts';
import { openDeviceUploads } from '../../attempt/browser/device-uploads.ts';
import { openKeptAttempts, type KeptDevice } from '../../attempt/browser/kept-attempts.ts';
import { startSession } from '../../attempt/browser/attempt-session.ts';
import type { DeviceView } from '../../attempt/device-view.ts';
import { digest, FROZEN, partHeader, STARTS_AT } from '../../attempt/testing/events.ts';
import { ATTEMPT, LEASE, bytesOf } from '../../recording/testing/factories.ts';
import type { PhoneState } from '../phone-state.ts';
import { openPhoneSession } from './phone-session.ts';

/** As the server's log stands. */
let seq = 3;
let epoch = 'e';
const head = () => ({ seq, hash: digest(seq) });
const said: { path: string; body: Record<string, unknown> }[] = [];

const ids = { attempt: ATTEMPT, lease: LEASE };
const desktopView = () => ({
	...{ state: initialState(FROZEN), head: head(), chat: [], comments: [], lot: null, epoch },
	details: { name: '', admission: '', idNumber: '', position: '', room: '', sittingCode: '' }
});
const phoneView = (): PhoneState => ({
	...{ ...ids, head: head(), epoch, now: STARTS_AT, startsAt: STARTS_AT, endsAt: STARTS_AT + 1 },
	exam: { title: { 'zh-CN': '', en: '' }, kind: 'mock', sittingCode: '', supportPhone: '' },
	...{
		enteredAt: null,
		startedAt: null,
		endedAt: null,
		phone: 'bound',
		inCharge: true,
		unpaired: false
	},
	...{ sweepNeeded: false, sweep: null, encoding: FROZEN.rules.evidence, manifest: false },
	...{ verified: [], desktopDone: false, published: false }
});

function answer(path: string, body: string): Response {
	const asked = (body === '' ? {} : JSON.parse(body)) as { commands?: { id: string }[] };
	const outcomes = (asked.commands ?? []).map(({ id }) => ({ id, refused: null }));
	if (path === '/api/attempt/witness') return Response.json({ v: 1, head: head(), epoch, now: 1 });
	if (path === '/api/attempt' || path === '/api/attempt/commands')
		return Response.json({ v: 1, ...ids, ...desktopView(), now: STARTS_AT, outcomes });
	return Response.json({ v: 1, ...phoneView(), outcomes });
}

function uploadAnswer(path: string, method: string, offset: number, size: number): Response {
	if (path.endsWith('/finish')) return Response.json({ v: 1, verified: true, head: head() });
	if (method === 'POST') return new Response(null, { status: 201, headers: { location: path } });
	const headers = { 'upload-offset': String(offset + size), 'tus-resumable': '1.0.0' };
	return new Response(null, { status: 204, headers });
}

beforeEach(() => {
	[seq, epoch] = [3, 'e'];
	said.length = 0;
	vi.spyOn(globalThis, 'fetch').mockImplementation(async (to, init) => {
		const path = new URL(String(to), location.origin).pathname;
		const { method = 'GET', headers, body } = init ?? {};
		if (path.startsWith('/api/upload')) {
			const offset = Number(new Headers(headers).get('upload-offset') ?? 0);
			const created = method === 'POST' && !path.endsWith('/finish');
			const at = created ? `${path}/${PART}` : path;
			return uploadAnswer(at, method, offset, body instanceof Blob ? body.size : 0);
		}
		const text = typeof body === 'string' ? body : '';
		if (text !== '') said.push({ path, body: JSON.parse(text) as Record<string, unknown> });
		return answer(path, text);
	});
});
afterEach(() => {
	vi.restoreAllMocks();
});

const PART = '00000000-0000-4000-8000-0000000000c1';
const header = { ...partHeader(PART, LEASE), attempt: ATTEMPT };
const witness = { header, bytes: 1, sha256: digest(1), at: 1 };
const lastSaid = (path: string) => said.filter((one) => one.path === path).at(-1)?.body;

const DEVICES = {
	desktop: {
		commands: '/api/attempt/commands',
		async open(name: string) {
			const kept = await openKeptAttempts<DeviceView>(name);
			const opened: KeptDevice<DeviceView> = (await kept.attempt(ATTEMPT)) ?? fresh();
			const session = await startSession(kept, opened);
			const command = () => session.command('paper.opened', { at: 1 });
			return { kept: () => kept.attempt(ATTEMPT), session, command };
		}
	},
	phone: {
		commands: '/api/evidence/commands',
		async open(name: string) {
			const kept = await openKeptAttempts<PhoneState>(name);
			const opened: KeptDevice<PhoneState> = (await kept.attempt(ATTEMPT)) ?? fresh();
			const session = await openPhoneSession(kept, opened);
			const command = () => session.command('phone.stopped', { at: 1 });
			return { kept: () => kept.attempt(ATTEMPT), session, command };
		}
	}
};
const fresh = () => ({ ...ids, token: 't', view: null, usedAt: 1 });

describe.each(['desktop', 'phone'] as const)('[C34] the %s', (kind) => {
	const device = DEVICES[kind];
	const name = () => `heads-${crypto.randomUUID()}`;

	test('keeps the head of every acknowledgement, and echoes the last, also after a reload', async () => {
		const database = name();
		const { session, kept, command } = await device.open(database);
		await session.read();
		const expectKept = (n: number) =>
			expect
				.poll(async () => (await kept())?.head, { timeout: 8000 })
				.toEqual({ seq: n, hash: digest(n), epoch });
		await expectKept(3);

		seq = 5;
		await session.witness([witness]);
		expect(lastSaid('/api/attempt/witness')).toMatchObject({ epoch, head: { seq: 3 } });
		await expectKept(5);

		seq = 6;
		await command();
		await expect.poll(() => lastSaid(device.commands)).toMatchObject({ epoch, head: { seq: 5 } });
		await expectKept(6);

		seq = 8;
		const { vault, uploads } = await openDeviceUploads(session, `${database}-films`);
		await vault.createPart(header);
		const bytes = bytesOf(9);
		await vault.append(PART, bytes, 1000);
		await vault.closePart(PART, digest(9));
		await expectKept(8);
		await uploads.stop();
		session.close();

		const again = await device.open(database);
		await again.session.witness([witness]);
		expect(lastSaid('/api/attempt/witness')).toMatchObject({ epoch, head: { seq: 8 } });
		again.session.close();
	});

	test('an answer that was overtaken takes nothing back; a new epoch begins anew', async () => {
		const { session, kept } = await device.open(name());
		await session.read();
		seq = 9;
		await session.witness([witness]);
		seq = 4;
		await session.read();
		await expect.poll(async () => (await kept())?.head?.seq).toBe(9);
		epoch = 'restored';
		await session.witness([witness]);
		await expect
			.poll(async () => (await kept())?.head)
			.toEqual({ seq: 4, hash: digest(4), epoch: 'restored' });
		// what belongs to another epoch than the one that is known is not echoed under its name
		await session.witness([witness]);
		expect(lastSaid('/api/attempt/witness')).toMatchObject({ epoch: 'e', head: null });
		await session.read();
		await session.witness([witness]);
		expect(lastSaid('/api/attempt/witness')).toMatchObject({ epoch, head: { seq: 4 } });
		session.close();
	});
});
