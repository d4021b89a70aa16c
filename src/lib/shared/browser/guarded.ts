/**
 * Does what must never hold up what comes after it (the recording above all). What it throws is the browser's to report,
 * as if it had happened by itself.
 */
export function guarded(work: () => void): void {
	try {
		work();
	} catch (problem) {
		reportError(problem);
	}
}
