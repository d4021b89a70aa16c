// One tab at a time: two of them would take each other's test data for their own. The lock goes with the tab.
import type { ErrorCode } from '../../shared/errors.ts';
import { err, type Result } from '../../shared/result.ts';

/** Waits its turn. A browser without locks is too old for an exam, and not for being told so. */
export async function alone<T>(
	name: string,
	over: AbortSignal,
	work: () => Promise<Result<T, ErrorCode>>
): Promise<Result<T, ErrorCode>> {
	const locks = locksOf();
	if (!locks) return work();
	try {
		return await locks.request(name, { signal: over }, work);
	} catch (problem) {
		if (over.aborted) return err('check.stopped');
		throw problem;
	}
}

/** Runs it unless another tab is at it. */
export async function ifAlone(name: string, work: () => Promise<void>): Promise<void> {
	const locks = locksOf();
	if (!locks) return work();
	await locks.request(name, { ifAvailable: true }, (lock) => (lock ? work() : undefined));
}

/** The DOM types promise it; an old browser does not keep that. */
export const locksOf = (): LockManager | undefined => navigator.locks as LockManager | undefined;
