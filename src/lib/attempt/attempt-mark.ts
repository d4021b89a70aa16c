// Whose attempt this browser serves since the last login: a cookie that the page may read, and no secret. While the server
// is silent (a rush of logins) the page goes by it, so that on a shared computer nobody gets another one's attempt.

export const ATTEMPT_MARK = 'attempt';
/** As long as a login. */
export const ATTEMPT_MARK_MS = 12 * 60 * 60_000;
/** Somebody has logged in who has not begun yet. */
const NOT_BEGUN = 'new';

export const markOf = (attempt: string | null): string => attempt ?? NOT_BEGUN;
