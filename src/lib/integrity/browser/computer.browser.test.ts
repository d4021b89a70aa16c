// The computer's clock, and what the browser keeps: set and emptied as a person does it.
import { openDB, deleteDB } from 'idb';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createDeviceClock } from '../../live/browser/device-clock.ts';
import type { SignalDesk } from '../signal.ts';
import { fakeDesk, type FakeDesk } from '../testing/fake-desk.ts';
import { watchComputerClock } from './computer-clock.ts';
import { storageMarker, watchStorage } from './storage-marker.ts';

let desk: FakeDesk;
let stop = (): void => {};
beforeEach(() => {
	desk = fakeDesk();
});
afterEach(() => {
	stop();
	vi.useRealTimers();
});

test('[C32] a clock that is set forward is told once the server has answered twice; back, at once', () => {
	vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
	const clock = createDeviceClock();
	let ahead = 0;
	const answer = (): void => {
		const at = clock.monotonic();
		clock.sample({ sentAt: at, receivedAt: at, serverAt: Math.round(at) + 70_000 });
	};
	answer();
	const from: (number | undefined)[] = [];
	const noting: SignalDesk = {
		...desk,
		happened(kind, about) {
			from.push(about?.from);
			desk.happened(kind, about);
		}
	};
	stop = watchComputerClock({ clock, wall: () => Date.now() + ahead })(noting);
	vi.advanceTimersByTime(3000);
	ahead = 60_000;
	vi.advanceTimersByTime(1000);
	const seen = clock.now();
	for (let n = 0; n < 2; n++) {
		expect(desk.said).toEqual([]);
		answer();
		vi.advanceTimersByTime(1000);
	}
	expect(desk.said).toEqual(['clock-changed']);
	expect(from[0]).toBeLessThanOrEqual(seen);
	ahead = 0;
	vi.advanceTimersByTime(1000);
	expect(desk.said).toEqual(['clock-changed', 'clock-changed']);
	stop();
	ahead = -60_000;
	vi.advanceTimersByTime(5000);
	expect(desk.said).toHaveLength(2);
});

describe('[C32] what the browser keeps of the attempt', () => {
	const LOOK_MS = 50;
	let names: { marker: string; films: string };
	/** As the vault does: the next slice opens it again. */
	const openFilms = async (): Promise<void> => (await openDB(names.films, 1)).close();
	const looks = (some: number): Promise<void> =>
		new Promise((resolve) => setTimeout(resolve, some * LOOK_MS + 200));

	beforeEach(async () => {
		const id = crypto.randomUUID();
		names = { marker: `test-marker-${id}`, films: `test-films-${id}` };
		await openFilms();
		const marker = storageMarker([names.films, `never-there-${id}`], names.marker);
		stop = watchStorage(marker, LOOK_MS)(desk);
		await looks(2);
		expect(desk.said).toEqual([]);
	});

	test('all of it is deleted and the next slice writes anew: told once', async () => {
		await deleteDB(names.marker);
		await deleteDB(names.films);
		await openFilms();
		await looks(4);
		expect(desk.said).toEqual(['storage-emptied']);
		await deleteDB(names.marker);
		await looks(4);
		expect(desk.said).toEqual(['storage-emptied', 'storage-emptied']);
	});

	test('the films alone are deleted', async () => {
		await deleteDB(names.films);
		await looks(4);
		expect(desk.said).toEqual(['storage-emptied']);
	});

	test('the marker is emptied and its database left', async () => {
		const db = await openDB(names.marker);
		await db.clear('mark');
		db.close();
		await looks(4);
		expect(desk.said).toEqual(['storage-emptied']);
	});
});

test('[C32] a browser that keeps nothing, or cannot say: nothing is told', async () => {
	let there: boolean | null = null;
	let kept = false;
	const ports = { lay: async () => kept, isThere: async () => there };
	stop = watchStorage(ports, 10)(desk);
	const wait = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 80));
	there = false;
	await wait();
	expect(desk.said).toEqual([]);
	there = null;
	kept = true;
	await wait();
	expect(desk.said).toEqual([]);
	kept = false;
	there = false;
	await wait();
	expect(desk.said).toEqual(['storage-emptied']);
});
