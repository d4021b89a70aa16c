// Whose words explain how to allow the camera (P2). It chooses words only: what a browser can do, capability decides.
import type { CheckView } from './evidence-view.ts';

/** An iPad calls itself a Macintosh, and is touched. */
export function phoneBrowser({
	userAgent,
	maxTouchPoints
}: Pick<Navigator, 'userAgent' | 'maxTouchPoints'>): CheckView['browser'] {
	const apple =
		/iPhone|iPad/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1);
	if (apple) return 'ios-safari';
	return /Android/.test(userAgent) && /Chrome\//.test(userAgent) ? 'android-chrome' : 'other';
}
