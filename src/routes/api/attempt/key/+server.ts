import { json } from '@sveltejs/kit';
import { requireDevice } from '#lib/attempt/server/kit-device.ts';
import { answer } from '#lib/server/kit-json.ts';
import { getApp } from '#lib/server/app.ts';
import { ERRORS } from '#lib/shared/errors.ts';

/** The paper's key, once it may be read (C19); the phone shows it to a computer without a network. */
export const GET = async (event) => {
	const grant = await requireDevice(event, 'attempt', 'evidence');
	const { papers, clock } = getApp();
	const key = await papers.key(grant);
	if (key.ok) return answer({ ...key.value, now: clock.now() });
	const { code, opensAt } = key.error;
	return json({ code, opensAt, now: clock.now() }, { status: ERRORS[code].status });
};
