// From an incident to its tile, as `bench:wall` times it: one candidate after the other, from the request that tells of it.
import type { Page } from 'playwright';
import type { Clients } from './clients.ts';
import type { WallRoom } from './room.ts';

const NOTED_EVERY_MS = 400;

/** When a tile's state changed in the page, by this host's clock. */
async function watchTiles(
	page: Page,
	changed: (candidate: string, at: number) => void
): Promise<void> {
	await page.exposeBinding('tileChanged', (_source, candidate: string, at: number) =>
		changed(candidate, at)
	);
	await page.evaluate(() => {
		const told = (globalThis as unknown as { tileChanged(candidate: string, at: number): void })
			.tileChanged;
		new MutationObserver((records) => {
			const at = performance.timeOrigin + performance.now();
			for (const { target } of records)
				if (target instanceof HTMLElement && /danger|attention/.test(target.dataset['state'] ?? ''))
					told(target.dataset['candidate'] ?? '', at);
		}).observe(document.body, { subtree: true, attributes: true, attributeFilter: ['data-state'] });
	});
}

interface Timed {
	/** Ms of each; null = its tile has not told of it. */
	readonly ms: readonly (number | null)[];
	/** Tiles that said danger or attention before: a further incident does not change them. */
	readonly alarmed: number;
}

/** Danger and attention, in words. */
const alarmedTiles = (page: Page): Promise<{ candidate: string; words: string }[]> =>
	page.evaluate(() =>
		[...document.querySelectorAll<HTMLElement>('[data-candidate][data-state]')].map((tile) => ({
			candidate: tile.dataset['candidate'] ?? '',
			words: tile.querySelector('.foot')?.textContent.trim() ?? ''
		}))
	);

/**
 * Spread over the whole of it: what they add to the page is no burst in its heap's slope.
 * @returns ends it; the last one has `patienceMs` to be seen
 */
export async function timeIncidents(
	page: Page,
	clients: Clients,
	{ room, ms, patienceMs }: { room: WallRoom; ms: number; patienceMs: number }
): Promise<() => Promise<Timed>> {
	const { entered, candidateOf } = room;
	const sent = new Map<string, number>();
	const seen = new Map<string, number>();
	await watchTiles(page, (candidate, at) => {
		if (!seen.has(candidate)) seen.set(candidate, at);
	});
	clients.onNoted((attempt, sentAt) => sent.set(attempt, sentAt));
	const alarmed = await alarmedTiles(page);
	if (alarmed.length > 0) console.error('alarmed before any incident:', alarmed[0]?.words);
	for (const { candidate } of alarmed) seen.set(candidate, 0);
	const turns = entered.map(({ attempt }) => attempt);
	const timer = setInterval(
		() => {
			const attempt = turns.pop();
			if (attempt !== undefined) clients.note(attempt);
		},
		Math.max(NOTED_EVERY_MS, ms / turns.length)
	);
	return async () => {
		clearInterval(timer);
		await new Promise((resolve) => setTimeout(resolve, patienceMs));
		const ms = [...sent].map(([attempt, at]) => {
			const then = seen.get(candidateOf.get(attempt) ?? '');
			return then === undefined ? null : then - at;
		});
		const timed = ms.filter((one) => one === null || one >= 0);
		return { ms: timed, alarmed: ms.length - timed.length };
	};
}
