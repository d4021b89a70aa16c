// Intake of hand-in files against a real PostgreSQL and a real disk; the files are made by the device's own code.
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { beforeEach, describe, expect, test } from 'vitest';
import { BEFORE, confirmed, STARTS_AT } from '../../attempt/testing/events.ts';
import { addCandidates } from '../../attempt/testing/roster.ts';
import type { Command } from '../../live/requests.ts';
import { createMemoryVault } from '../../recording/testing/memory-vault.ts';
import { isComplete } from '../hand-in-outcome.ts';
import { createMasterKey } from '../../server/sealing/master-key.ts';
import {
	handInCounter,
	headerOf,
	holding,
	MASTER_KEY,
	outcomesOf,
	type Device
} from '../testing/hand-in-counter.ts';
import { addPart } from '../testing/sample-hand-in.ts';
import { createExamKeys } from './exam-key.repository.ts';

const counter = await handInCounter();
const { db, clock, time, registry, attempts, keys, key, paths, service, bytes, taker } = counter;
const { account, examOf, onDrive, newDevice, newPhone, fileOf, take, refusal } = counter;
const { onServer, logOf, stateOf, serviceOn } = counter;

let device: Device;
beforeEach(async () => {
	time.now = BEFORE;
	device = await newDevice();
});

describe('a whole file', () => {
	test('[C24] brings its parts and the device’s last words: the upload is complete', async () => {
		const camera = headerOf(device, 'camera', BEFORE);
		const screen = headerOf(device, 'screen', BEFORE + 1);
		const film = await addPart(device.vault, camera, 5300, 1);
		const pixels = await addPart(device.vault, screen, 2500, 2);
		time.now = STARTS_AT + 60_000;
		const say = (fields: object): Command =>
			({ id: randomUUID(), clientAt: time.now, ...fields }) as Command;
		const end = say({ type: 'interview.ended', data: { by: 'candidate', at: time.now } });
		await attempts.submit({ ...device, scope: 'attempt' }, [
			{ ...say(confirmed), clientAt: BEFORE }
		]);
		const outcome = await take(await fileOf(device, { commands: [end] }));
		expect(outcomesOf(outcome)).toEqual(['taken', 'taken']);
		expect(isComplete(outcome)).toBe(true);
		expect(outcome.candidate.name).toBe('测试考生甲');
		expect((await onServer(device, camera.id)).equals(film)).toBe(true);
		expect((await onServer(device, screen.id)).equals(pixels)).toBe(true);
		expect((await stateOf(device)).stage).toBe('done');
		expect((await logOf(device)).slice(-7)).toEqual([
			'interview.ended',
			'part.announced',
			'part.verified',
			'part.announced',
			'part.verified',
			'manifest.closed',
			'upload.completed'
		]);
	});

	test('[C24] of a phone brings its evidence, what it says and its manifest, and nothing of the desktop', async () => {
		const phone = await newPhone(device);
		const evidence = headerOf(phone, 'evidence', BEFORE);
		const film = await addPart(phone.vault, evidence, 5300, 1);
		const foreign = headerOf(phone, 'camera', BEFORE + 1);
		const say = (fields: object): Command =>
			({ id: randomUUID(), clientAt: time.now, ...fields }) as Command;
		const filming = say({ type: 'phone.filming', data: { since: BEFORE } });
		const entry = say(confirmed);
		const outcome = await take(await fileOf(phone, { commands: [filming, entry] }));
		expect(outcomesOf(outcome)).toEqual(['taken']);
		expect((await onServer(phone, evidence.id)).equals(film)).toBe(true);
		const state = await stateOf(device);
		expect(state).toMatchObject({ phone: 'filming', enteredAt: null });
		expect(state.leases[phone.lease]).toMatchObject({ device: 'phone', manifest: true });
		await addPart(phone.vault, foreign, 2500, 2);
		const later = await take(await fileOf(phone));
		expect(later.parts.map(({ outcome: one, code }) => [one, code])).toEqual([
			...[
				['already-here', null],
				['refused', 'token.wrong-scope']
			]
		]);
	});

	test('[C24] handed in twice is already here, and nothing happens twice', async () => {
		await addPart(device.vault, headerOf(device), 2500);
		const file = await fileOf(device);
		expect(outcomesOf(await take(file))).toEqual(['taken']);
		const before = await logOf(device);
		expect(outcomesOf(await take(file))).toEqual(['already-here']);
		expect(await logOf(device)).toEqual(before);
	});

	test('[C24] handed in at two counters at once is taken once', async () => {
		const part = headerOf(device);
		const film = await addPart(device.vault, part, 40_000);
		const file = await fileOf(device);
		const elsewhere = serviceOn();
		const path = await onDrive(file);
		const both = await Promise.all([
			service.take(path, taker),
			elsewhere.service.take(path, taker)
		]);
		await elsewhere.bytes.close();
		for (const one of both) expect(one.ok && isComplete(one.value)).toBe(true);
		expect((await onServer(device, part.id)).equals(film)).toBe(true);
		const verified = (await logOf(device)).filter((type) => type === 'part.verified');
		expect(verified).toHaveLength(1);
	});

	test('[C24] what an upload had left half is carried on, wrong bytes are set aside', async () => {
		const [half, wrong] = [
			headerOf(device, 'camera', BEFORE),
			headerOf(device, 'screen', BEFORE + 1)
		];
		const film = await addPart(device.vault, half, 9000, 1);
		const pixels = await addPart(device.vault, wrong, 4000, 2);
		for (const [part, sent] of [
			[half, film.subarray(0, 4321)],
			[wrong, Buffer.alloc(4000)]
		] as const) {
			await registry.announce(device, part);
			await bytes.create(device.attempt, part.id);
			await bytes.append(device.attempt, part.id, 0, Readable.from([sent]), 1e6);
		}
		expect(outcomesOf(await take(await fileOf(device)))).toEqual(['taken', 'taken']);
		expect((await onServer(device, half.id)).equals(film)).toBe(true);
		expect((await onServer(device, wrong.id)).equals(pixels)).toBe(true);
		const aside = await readFile(paths.aside(device.attempt, wrong.id, 1));
		expect(aside.equals(Buffer.alloc(4000))).toBe(true);
	});

	test('[C24] a part that the server has verified stays as it is, whatever a file says', async () => {
		const part = headerOf(device);
		const film = await addPart(device.vault, part, 3000, 1);
		await take(await fileOf(device));
		const other = { ...device, vault: createMemoryVault() };
		await addPart(other.vault, part, 3000, 2);
		expect(outcomesOf(await take(await fileOf(other)))).toEqual(['differs']);
		expect((await onServer(device, part.id)).equals(film)).toBe(true);
	});

	test('[C24] a part of a device that had uploaded it, on a server that lost it, is called absent', async () => {
		const part = headerOf(device);
		await addPart(device.vault, part, 3000);
		await device.vault.note(part.id, { verified: true });
		await addPart(device.vault, headerOf(device, 'screen', BEFORE + 1), 10, 2);
		const outcome = await take(await fileOf(device));
		expect(outcomesOf(outcome)).toEqual(['absent', 'taken']);
		expect(isComplete(outcome)).toBe(false);
	});

	test('each take is in the audit log, with who and where', async () => {
		await addPart(device.vault, headerOf(device), 10);
		await take(await fileOf(device));
		const row = await db
			.selectFrom('audit_log')
			.select(['account_id', 'action', 'address'])
			.where('target', '=', `attempt:${device.attempt}`)
			.executeTakeFirstOrThrow();
		expect(row).toEqual({ account_id: account, action: 'hand-in.taken', address: '192.0.2.7' });
	});
});

describe('what does not belong here', () => {
	test('[C24] has one code each', async () => {
		await addPart(device.vault, headerOf(device), 5000);
		const file = await fileOf(device);
		const newer = Buffer.from(file);
		newer.writeUInt16BE(2, 8);
		expect(await refusal(newer)).toBe('hand-in.newer-version');
		expect(await refusal(Buffer.from('%PDF-1.7 …'))).toBe('hand-in.not-a-file');
		expect(await refusal(Buffer.alloc(0))).toBe('hand-in.not-a-file');
		expect(await refusal(file.subarray(0, 40))).toBe('hand-in.truncated');
		expect(await refusal(file.subarray(0, 900))).toBe('hand-in.truncated');
		const foreign = { id: randomUUID(), spki: key.spki };
		expect(await refusal(await fileOf(device, { key: foreign }))).toBe(
			'hand-in.other-installation'
		);
		const otherKey = await keys.ensure(await examOf((await addCandidates(db, 1)).room));
		expect(await refusal(await fileOf(device, { key: otherKey }))).toBe('hand-in.wrong-exam');
		const renamed = { id: key.id, spki: otherKey.spki };
		expect(await refusal(await fileOf(device, { key: renamed }))).toBe('hand-in.damaged');
		const lost = { ...device, attempt: randomUUID(), vault: createMemoryVault() };
		await addPart(lost.vault, { ...headerOf(device), attempt: lost.attempt }, 10);
		expect(await refusal(await fileOf(lost))).toBe('hand-in.unknown-attempt');
		expect((await stateOf(device)).parts).toEqual({});
	});

	test('[C24] a file made without the device’s capability brings nothing into anybody’s attempt', async () => {
		await addPart(device.vault, headerOf(device), 5000);
		const stranger = await newDevice();
		for (const forged of [
			{ ...device, token: stranger.token },
			{ ...device, token: stranger.token, lease: stranger.lease },
			{ ...device, lease: randomUUID() }
		])
			expect(await refusal(await fileOf(forged))).toBe('hand-in.not-proven');
		expect((await stateOf(device)).parts).toEqual({});
	});

	test('a technician takes files of their own exam only', async () => {
		await addPart(device.vault, headerOf(device), 10);
		const path = await onDrive(await fileOf(device));
		const elsewhere = holding({ role: 'technician', exam: randomUUID(), room: null });
		const auditor = holding({ role: 'auditor', exam: null, room: null });
		for (const person of [elsewhere, auditor])
			await expect(service.take(path, { ...taker, person })).rejects.toThrow('hand-in.take');
		expect((await stateOf(device)).parts).toEqual({});
	});
});

describe('an exam’s key', () => {
	test('is made once, whoever asks at once, and its private half is nowhere in the clear', async () => {
		const elsewhere = createExamKeys(db, clock, createMasterKey(MASTER_KEY));
		const fresh = await examOf((await addCandidates(db, 1)).room);
		const made = await Promise.all([
			keys.ensure(fresh),
			elsewhere.ensure(fresh),
			keys.ensure(fresh)
		]);
		expect(new Set(made.map(({ id }) => id)).size).toBe(1);
		const [one] = made;
		expect(await keys.ensure(fresh)).toEqual(one);
		const pair = await elsewhere.privateKey(one.id);
		expect(pair?.exam).toBe(fresh);
		const { private_wrapped: kept } = await db
			.selectFrom('exam_keys')
			.select('private_wrapped')
			.where('id', '=', one.id)
			.executeTakeFirstOrThrow();
		expect(kept).not.toContain(
			Buffer.from(pair?.pkcs8 ?? [])
				.toString('base64')
				.slice(40, 80)
		);
		expect(await keys.privateKey(randomUUID())).toBeNull();
	});
});
