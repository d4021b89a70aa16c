// A hand-in file that suffered on its way, and a server that dies over it: nothing wrong or half ever counts.
import { beforeEach, describe, expect, test } from 'vitest';
import { BEFORE } from '../../attempt/testing/events.ts';
import type { PartHeader } from '../../recording/part.ts';
import { isComplete, type HandInOutcome } from '../hand-in-outcome.ts';
import {
	FRAME,
	handInCounter,
	headerOf,
	outcomesOf,
	type Device
} from '../testing/hand-in-counter.ts';
import { DAMAGE, framesOf } from '../testing/hand-in-damage.ts';
import { addPart } from '../testing/sample-hand-in.ts';
import { diskFiles } from './part-file.ts';

const counter = await handInCounter();
const { registry, service, bytes, taker, onDrive, newDevice, fileOf, take, onServer, serviceOn } =
	counter;

let device: Device;
beforeEach(async () => {
	device = await newDevice();
});

describe('a damaged file', () => {
	const SIZES = [2500, 1800, 3200];
	let film: Buffer[];
	let parts: PartHeader[];
	let file: Buffer;

	beforeEach(async () => {
		parts = SIZES.map((_, at) => headerOf(device, 'camera', BEFORE + at));
		film = [];
		for (const [at, part] of parts.entries())
			film.push(await addPart(device.vault, part, SIZES[at] ?? 0, at));
		file = await fileOf(device);
	});

	async function expectOnlyRight(outcome: HandInOutcome): Promise<void> {
		for (const [at, part] of outcome.parts.entries()) {
			const record = await registry.find(part.id);
			expect(record?.verified !== null && record !== null).toBe(part.outcome === 'taken');
			if (part.outcome === 'taken')
				expect((await onServer(device, part.id)).equals(film[at] ?? Buffer.alloc(0))).toBe(true);
		}
	}

	test('[C24] names the part that is damaged and takes the good ones', async () => {
		// the last frame but one: only the third part reaches it
		const copy = DAMAGE.flipped(file, FRAME, framesOf(file, FRAME) - 2);
		const outcome = await take(copy);
		expect(outcomesOf(outcome)).toEqual(['taken', 'taken', 'damaged']);
		expect(outcome.fault).toBe('hand-in.damaged');
		await expectOnlyRight(outcome);
		// the good copy brings the rest
		expect(outcomesOf(await take(file))).toEqual(['already-here', 'already-here', 'taken']);
	});

	test('[C24] cut off: what is whole is taken, the rest is named, a better copy brings it', async () => {
		const outcome = await take(file.subarray(0, file.byteLength - 1500));
		expect(outcomesOf(outcome)).toEqual(['taken', 'taken', 'cut-off']);
		expect(outcome.fault).toBe('hand-in.truncated');
		await expectOnlyRight(outcome);
		expect(isComplete(await take(file))).toBe(true);
	});

	test('[C24] bytes that the device itself had lost are told apart from a bad copy', async () => {
		const { vault } = device;
		const lossy = {
			parts: vault.parts,
			read: (id: string, start: number, end: number) =>
				id === parts[1]?.id ? Promise.reject(new Error('hole')) : vault.read(id, start, end)
		};
		const outcome = await take(await fileOf({ ...device, vault: { ...vault, ...lossy } }));
		expect(outcomesOf(outcome)).toEqual(['taken', 'unreadable', 'taken']);
		await expectOnlyRight(outcome);
	});

	test.each(Object.keys(DAMAGE) as (keyof typeof DAMAGE)[])(
		'[C24] a frame %s in the middle is noticed, and only right bytes count',
		async (kind) => {
			const outcome = await take(DAMAGE[kind](file, FRAME, 5));
			expect(outcome.fault).toMatch(/^hand-in\.(damaged|truncated)$/);
			expect(outcomesOf(outcome)[0]).toBe('taken');
			expect(outcomesOf(outcome)[2]).not.toBe('taken');
			await expectOnlyRight(outcome);
			expect(isComplete(await take(file))).toBe(true);
		}
	);
});

test('[C24] a server that dies while taking leaves nothing half that counts, and the same file is fine then', async () => {
	const part = headerOf(device);
	const film = await addPart(device.vault, part, 300_000);
	const path = await onDrive(await fileOf(device));
	let writes = 0;
	const dying = serviceOn({
		...diskFiles,
		async open(at) {
			const file = await diskFiles.open(at);
			return (
				file && {
					...file,
					write(buffers, position) {
						if (++writes > 2) throw new Error('the process is gone');
						return file.write([buffers[0] ?? Buffer.alloc(0)], position);
					}
				}
			);
		}
	});
	await expect(dying.service.take(path, taker)).rejects.toThrow('the process is gone');
	await dying.bytes.close();
	expect(await registry.find(part.id)).toMatchObject({ verified: null });
	const size = await bytes.size(device.attempt, part.id);
	expect(size).toBeGreaterThan(0);
	expect(size).toBeLessThan(film.byteLength);
	const taken = await service.take(path, taker);
	expect(taken.ok && outcomesOf(taken.value)).toEqual(['taken']);
	expect((await onServer(device, part.id)).equals(film)).toBe(true);
});
