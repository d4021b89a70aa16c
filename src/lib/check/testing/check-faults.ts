// What a test may ask of the server in `check-server-plugin.ts`.

export const TEST_PATH = '/api/check/test';

/** gone: no upload is answered; gone-once: the next PATCH is not; other-film: not what was sent comes back; hasty: a check
 * to which nothing is sent lives for a moment (`HASTY_IDLE_MS`). */
export type TestFault =
	'none' | 'busy' | 'full' | 'expired' | 'gone' | 'gone-once' | 'other-film' | 'hasty';

export const HASTY_IDLE_MS = 3000;

export interface LeftOnServer {
	readonly open: number;
	readonly files: number;
}

/** @param fault from now on. @returns what lies there at this moment */
export async function checkServerIs(fault?: TestFault): Promise<LeftOnServer> {
	const answer = await fetch(fault ? `${TEST_PATH}?fault=${fault}` : TEST_PATH);
	return (await answer.json()) as LeftOnServer;
}
