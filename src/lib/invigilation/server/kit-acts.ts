// The acts of one attempt in Kit, as they stand for whoever asks.
import type { Person } from '../../accounts/permissions.ts';
import { getApp } from '../../server/app.ts';
import { answer, fail } from '../../server/kit-json.ts';

export async function answerActs(attempt: string, person: Person): Promise<Response> {
	const acts = await getApp().acts.view(attempt, person);
	return acts ? answer({ acts }) : fail('attempt.not-found');
}
