// What a test may ask of the server in `check-server-plugin.ts`.

export const TEST_PATH = '/api/check/test';

/** gone: no upload is answered; gone-once: the next PATCH is not; other-film: not what was sent comes back. */
export type TestFault = 'none' | 'busy' | 'full' | 'expired' | 'gone' | 'gone-once' | 'other-film';

export interface LeftOnServer {
	readonly open: number;
	readonly files: number;
}

/** @param fault from now on. @returns what lies there at this moment */
export async function checkServerIs(fault?: TestFault): Promise<LeftOnServer> {
	const answer = await fetch(fault ? `${TEST_PATH}?fault=${fault}` : TEST_PATH);
	return (await answer.json()) as LeftOnServer;
}
