// Whether this page can enter full screen (C4): tried inside a click, and left again at once.
import type { CheckFacts } from '../facts.ts';

/** Long enough to be seen. */
const SHOWN_MS = 800;

export const hasFullScreen = (): boolean => document.fullscreenEnabled;

export async function tryFullScreen(): Promise<NonNullable<CheckFacts['fullScreen']>> {
	if (!hasFullScreen()) return 'unsupported';
	try {
		await document.documentElement.requestFullscreen({ navigationUI: 'hide' });
	} catch {
		return 'refused';
	}
	await new Promise((resolve) => setTimeout(resolve, SHOWN_MS));
	// the candidate may have left it meanwhile
	if (document.fullscreenElement) await document.exitFullscreen().catch(() => {});
	return 'entered';
}
