// The small pictures of the page of one candidate: of the devices in charge, and what HTTP can still get (I2).
import { afterEach, describe, expect, test } from 'vitest';
import { ok } from '../../../shared/result.ts';
import { clear, show } from '../../../shared/ui/testing/show.ts';
import type { CandidateDevices } from '../../candidate-view.ts';
import { fakeWorld, plainJpeg } from '../../testing/fake-candidate.ts';
import { NOW, sampleCandidate } from '../../testing/sample-candidate.ts';
import { CandidateController } from './candidate-controller.svelte.ts';
import CandidatePage from './CandidatePage.svelte';

afterEach(clear);

const CAME = NOW - 2000;
/** Nobody has connected: where a test wants a socket, it says so. */
async function open(pictures: Partial<CandidateDevices['pictures']> = {}) {
	let now = NOW;
	let failing = false;
	const jpeg = await plainJpeg();
	const world = fakeWorld(
		() => now,
		() => (failing ? 'failed' : jpeg)
	);
	const view = sampleCandidate('invigilator', { lines: [] });
	const told = (next: Partial<CandidateDevices['pictures']>) => ({
		...{ ...view, now },
		devices: { ...view.devices, pictures: { ...view.devices.pictures, ...next } }
	});
	world.answer(() => ok(told(pictures)));
	const page = new CandidateController(told(pictures), world);
	return {
		...{ world, page, jpeg },
		run: () => show(CandidatePage, { page, onback: () => {} }),
		fail: (is: boolean) => void (failing = is),
		/** The page reads that these have come. */
		read(next: Partial<CandidateDevices['pictures']>) {
			world.answer(() => ok(told(next)));
			page.readAgain();
		},
		passed: (ms: number) => void (now = NOW + ms),
		shown: () => page.pictures.of('camera')?.at ?? null
	};
}

const isShown = (track: string): boolean =>
	document.querySelector(`figure[data-track="${track}"] img`) !== null;

describe('[I2] another device begins with no picture', () => {
	test.each(['camera', 'screen', 'evidence'] as const)('%s', async (track) => {
		const { run, read } = await open();
		await run();
		await expect.poll(() => isShown(track)).toBe(true);
		read({ [track]: null });
		await expect.poll(() => isShown(track)).toBe(false);
		const others = ['camera', 'screen', 'evidence'].filter((one) => one !== track);
		expect(others.map(isShown)).toEqual([true, true]);
	});

	test('nor with one that was pushed before the page was told of any', async () => {
		const { run, page, read, passed, jpeg } = await open({ camera: null });
		await run();
		page.pictures.pushed('camera', NOW + 100, jpeg);
		await expect.poll(() => isShown('camera')).toBe(true);
		passed(1000);
		read({ camera: null });
		await expect.poll(() => isShown('camera')).toBe(false);
	});

	test('what it has pushed already stays', async () => {
		const { run, page, read, shown, jpeg } = await open();
		await run();
		await expect.poll(() => isShown('camera')).toBe(true);
		page.pictures.pushed('camera', NOW + 5000, jpeg);
		read({ camera: null });
		await expect.poll(() => page.view.devices.pictures.camera).toBe(null);
		expect(shown()).toBe(NOW + 5000);
	});
});

test('[I2] a picture that could not be had is asked for again', async () => {
	const { run, fail, passed, shown, world } = await open();
	fail(true);
	await run();
	await expect.poll(() => world.said.filter((said) => said === 'picture camera').length).toBe(1);
	expect(shown()).toBe(null);
	fail(false);
	passed(5000);
	await expect.poll(shown).toBe(NOW + 3000);
});

test('[I2] where sockets are blocked pictures go on with what is read; where they are not, they are pushed', async () => {
	const { run, read, passed, shown, world } = await open();
	await run();
	await expect.poll(shown).toBe(CAME);
	passed(5000);
	read({ camera: NOW + 3000 });
	await expect.poll(shown).toBe(NOW + 3000);
	world.events().stateChanged({ state: 'connected' });
	passed(10_000);
	world.said.length = 0;
	read({ camera: NOW + 8000 });
	await new Promise((later) => setTimeout(later, 1700));
	expect(world.said).not.toContain('picture camera');
	expect(shown()).toBe(NOW + 3000);
});
