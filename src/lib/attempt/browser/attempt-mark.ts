// The mark (../attempt-mark.ts) in this browser, and the question that it stands in for.
import { ATTEMPT_MARK, ATTEMPT_MARK_MS, markOf } from '../attempt-mark.ts';
import { readSession } from './attempt-api.ts';

const ASK_AGAIN_MS = 5000;

export function readMark(): string | null {
	return new RegExp(`(?:^|; )${ATTEMPT_MARK}=([^;]+)`).exec(document.cookie)?.[1] ?? null;
}

/** @param attempt null: whoever has logged in has not begun */
export function writeMark(attempt: string | null): void {
	const age = `path=/; max-age=${String(ATTEMPT_MARK_MS / 1000)}; samesite=lax`;
	const secure = location.protocol === 'https:' ? '; secure' : '';
	document.cookie = `${ATTEMPT_MARK}=${markOf(attempt)}; ${age}${secure}`;
}

/**
 * An attempt was opened before the server said who has logged in: asks until it does.
 * @param other somebody else has
 * @returns a function that stops asking
 */
export function askWhose(attempt: string, other: () => void): () => void {
	let stopped = false;
	let timer: ReturnType<typeof setTimeout> | undefined;
	async function ask(): Promise<void> {
		const login = await readSession();
		if (stopped) return;
		if (!login.ok) return again();
		if (!login.value.candidate) return;
		writeMark(login.value.attempt);
		if (login.value.attempt !== attempt) other();
	}
	const again = (): void => void (timer = setTimeout(() => void ask(), ASK_AGAIN_MS));
	void ask();
	return () => {
		stopped = true;
		clearTimeout(timer);
	};
}
