// The rehearsal's cut is a real one: what runs is torn, what begins fails, and it mends by itself.
import { expect, test } from 'vitest';
import { createNetworkCut } from './network-cut.ts';

test('[C22] a request under way is torn, a new one fails, afterwards it works', async () => {
	const network = createNetworkCut();
	const seen: boolean[] = [];
	network.subscribe(() => seen.push(network.isCut()));
	const ask = () => fetch(location.href, { signal: network.signal(), cache: 'no-store' });
	const running = ask();
	network.cut(300);
	await expect(running).rejects.toThrow();
	await expect(ask()).rejects.toThrow();
	await expect.poll(() => network.isCut()).toBe(false);
	expect((await ask()).ok).toBe(true);
	expect(seen).toEqual([true, false]);
});

test('cut again while cut: until the later of both, said once', async () => {
	const network = createNetworkCut();
	let changes = 0;
	network.subscribe(() => changes++);
	const begun = performance.now();
	network.cut(100);
	network.cut(400);
	await expect.poll(() => network.isCut(), { interval: 10 }).toBe(false);
	expect(performance.now() - begun).toBeGreaterThanOrEqual(395);
	expect(changes).toBe(2);
});
