// What happened to somebody before a film, second by second: what the page said, what the server answered, how far apart
// the looks at the camera were. A test that fails prints it.
import type { Page } from 'playwright';

export interface FaceDiary {
	note(what: string): void;
	/** A line for each thing, in order. */
	text(): string;
}

/** To be called before the page opens anything. */
export async function keepDiary(page: Page): Promise<FaceDiary> {
	const began = Date.now();
	const lines: string[] = [];
	const note = (what: string): void => {
		lines.push(`  ${((Date.now() - began) / 1000).toFixed(1).padStart(6)} s  ${what}`);
	};
	await page.exposeFunction('noteInDiary', note);
	await page.addInitScript(watchThePage);
	return { note, text: () => lines.join('\n') };
}

declare global {
	interface Window {
		noteInDiary(what: string): void;
	}
}

/** In the page: what it says each time that is something else, and the looks since then. */
function watchThePage(): void {
	let before = '';
	let looks = 0;
	let lookedAt = performance.now();
	let longest = 0;
	// only a look at a picture is a message of this kind
	const { postMessage } = Worker.prototype;
	Worker.prototype.postMessage = function (this: Worker, ...message: unknown[]) {
		if ((message[0] as { kind?: string } | null)?.kind === 'read') {
			const now = performance.now();
			if (looks++ > 0) longest = Math.max(longest, now - lookedAt);
			lookedAt = now;
		}
		Reflect.apply(postMessage, this, message);
	};
	new MutationObserver(() => {
		const words = document.querySelector('h1')?.parentElement?.children ?? [];
		const said = Array.from(words, (one) => (one.textContent ?? '').trim()).join(' | ');
		if (said === before) return;
		before = said;
		const apart = looks > 1 ? `, ${longest.toFixed(0)} ms apart at most` : '';
		window.noteInDiary(`after ${looks} looks${apart}: “${said.slice(0, 100)}”`);
		[looks, longest] = [0, 0];
	}).observe(document, { subtree: true, childList: true, characterData: true });
}
