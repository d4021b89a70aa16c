// What the desk's pages ask the server; every failure is a code.
import { ask } from '../../live/browser/ask.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { ok, type Result } from '../../shared/result.ts';
import {
	DeskAnswerSchema,
	DeskSearchSchema,
	IssuedSchema,
	type DeskSearch,
	type DeskView,
	type Issued
} from '../desk-view.ts';

type Answer<T> = Promise<Result<T, ErrorCode>>;

/** To the server and back over a poor line, with the hashing of a password in between. */
const ISSUE_TIMEOUT_MS = 20_000;

export async function searchDesk(typed: string, signal: AbortSignal): Answer<DeskSearch> {
	const answer = await ask('/api/desk/search', DeskSearchSchema, { body: { typed }, signal });
	return answer.ok ? ok(answer.value.found) : answer;
}

export async function readDesk(candidate: string): Answer<DeskView> {
	const answer = await ask(`/api/desk/candidates/${candidate}`, DeskAnswerSchema);
	return answer.ok ? ok(answer.value.desk) : answer;
}

export const issuePassword = (candidate: string, id: string): Answer<Issued> =>
	ask(`/api/desk/candidates/${candidate}/password`, IssuedSchema, {
		...{ body: { id }, timeoutMs: ISSUE_TIMEOUT_MS }
	});
