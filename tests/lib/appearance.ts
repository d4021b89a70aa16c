// When words first stood on a page, by the clock of this host: no polling from outside blurs it.
import type { Page } from 'playwright';

/** To be called before; what stands there already counts as now. */
export async function noteAppearance(page: Page, words: string): Promise<void> {
	await page.evaluate((wanted) => {
		const holder = globalThis as { appeared?: number };
		delete holder.appeared;
		const look = (): boolean => {
			if (!document.body.innerText.includes(wanted)) return false;
			holder.appeared ??= Date.now();
			return true;
		};
		if (look()) return;
		const observer = new MutationObserver(() => {
			if (look()) observer.disconnect();
		});
		observer.observe(document.body, { subtree: true, childList: true, characterData: true });
	}, words);
}

/** Host time (ms). */
export const appearedAt = (page: Page): Promise<number> =>
	page.evaluate(() => (globalThis as { appeared?: number }).appeared ?? NaN);
