// The wall's page of `bench:wall`, as an invigilator has it before them: what it was sent, and which tiles show all their
// pictures. The page asks for pictures of tiles in view only, so whoever wants to see all must scroll.
import type { Browser, Page } from 'playwright';
import type { WallRoom } from './room.ts';

export const VIEWPORT = { width: 1920, height: 1080 } as const;
/** A picture comes every 5 s, and one that was not pushed is fetched 7 s after. */
const SHOWN_WITHIN_MS = 15_000;
const LOOK_EVERY_MS = 250;

export interface Pushed {
	readonly pictures: number;
	readonly bytes: number;
}
type Counting = typeof globalThis & { pushedPictures: { pictures: number; bytes: number } };

export async function openWall(
	browser: Browser,
	url: string,
	{ room, cookie, entered }: WallRoom
): Promise<Page> {
	const context = await browser.newContext({ viewport: VIEWPORT });
	await context.addCookies([{ name: 'session', value: cookie, url }]);
	await context.addInitScript(countPushed);
	const page = await context.newPage();
	await page.goto(`${url}/proctor/rooms/${room}`);
	await page.locator('[data-candidate]').first().waitFor();
	const shown = await page.locator('[data-candidate]').count();
	if (shown !== entered.length) throw new Error(`${String(shown)} tiles`);
	return page;
}

/** In the page, before anything else. */
function countPushed(): void {
	const counted = ((globalThis as Counting).pushedPictures = { pictures: 0, bytes: 0 });
	globalThis.WebSocket = class extends WebSocket {
		constructor(...given: ConstructorParameters<typeof WebSocket>) {
			super(...given);
			this.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
				if (!(data instanceof ArrayBuffer)) return;
				counted.pictures++;
				counted.bytes += data.byteLength;
			});
		}
	};
}

export const pushedTo = (page: Page): Promise<Pushed> =>
	page.evaluate(() => ({ ...(globalThis as Counting).pushedPictures }));

interface Looked {
	readonly candidate: string;
	readonly inView: boolean;
	/** Of its pictures, those that are there and not old, and in words why the others are not. */
	readonly fresh: number;
	readonly words: string;
}

const look = (page: Page): Promise<Looked[]> =>
	page.evaluate(() => {
		const tiles = [...document.querySelectorAll<HTMLElement>('[data-candidate]')];
		let box = tiles[0]?.parentElement ?? null;
		while (box && !/auto|scroll/.test(getComputedStyle(box).overflowY)) box = box.parentElement;
		// what is scrolled away under the header is not before anybody
		const { top: from, bottom: to } = box?.getBoundingClientRect() ?? { top: 0, bottom: Infinity };
		const drawn = (one: Element): boolean =>
			one.classList.contains('fresh') && (one.querySelector('canvas')?.width ?? 0) > 1;
		return tiles.map((tile) => {
			const { top, bottom } = tile.getBoundingClientRect();
			const pictures = [...tile.querySelectorAll('.picture')];
			return {
				candidate: tile.dataset['candidate'] ?? '',
				inView: top < Math.min(to, innerHeight) && bottom > Math.max(from, 0),
				fresh: pictures.filter(drawn).length,
				words: pictures.map((one) => one.textContent.trim() || one.classList[2]).join(' | ')
			};
		});
	});

export interface ThreePictures {
	readonly of: number;
	readonly inView: number;
	readonly inViewWithThree: number;
	/** Of all, the wall scrolled from its first tile to its last. */
	readonly withThree: number;
	/** Of the others, what stands in the place of their pictures: some of them. */
	readonly missing: readonly string[];
}

const EXAMPLES = 5;

export async function threePictures(page: Page): Promise<ThreePictures> {
	const first = await look(page);
	const before = first.filter(({ inView }) => inView);
	const done = new Map<string, Looked>();
	for (;;) {
		const next = (await look(page)).find(({ candidate }) => !done.has(candidate));
		if (!next) break;
		await page
			.locator(`[data-candidate="${next.candidate}"]`)
			.evaluate((tile) => tile.scrollIntoView({ block: 'start' }));
		for (const tile of await shownSoon(page))
			if (done.get(tile.candidate)?.fresh !== 3) done.set(tile.candidate, tile);
		// it moved away meanwhile: it is looked at as it is
		if (!done.has(next.candidate)) done.set(next.candidate, next);
	}
	const without = [...done.values()].filter(({ fresh }) => fresh < 3);
	return {
		...{ of: first.length, inView: before.length },
		inViewWithThree: before.filter(({ fresh }) => fresh === 3).length,
		withThree: done.size - without.length,
		missing: without.slice(0, EXAMPLES).map(({ words }) => words)
	};
}

/** The tiles in view, as soon as all of them show three pictures, or after some time. */
async function shownSoon(page: Page): Promise<Looked[]> {
	const until = performance.now() + SHOWN_WITHIN_MS;
	for (;;) {
		const shown = (await look(page)).filter(({ inView }) => inView);
		if (shown.every(({ fresh }) => fresh === 3) || performance.now() > until) return shown;
		await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
	}
}
