// Every error that may reach a person has a stable code; this table says how it is answered and shown.
// Nothing branches on message text. A test proves that each code has its messages in both languages.

type Severity = 'expected' | 'attention' | 'fault';

interface ErrorKind {
	/** HTTP status when the error is an answer. */
	readonly status: number;
	readonly severity: Severity;
}

export const ERRORS = {
	'access.login-required': { status: 401, severity: 'expected' },
	'access.denied': { status: 403, severity: 'attention' },
	'access.bad-origin': { status: 403, severity: 'attention' },
	'login.refused': { status: 400, severity: 'expected' },
	'login.expired-password': { status: 400, severity: 'expected' },
	'login.too-many-tries': { status: 429, severity: 'attention' },
	'login.not-open': { status: 403, severity: 'expected' },
	'login.closed': { status: 403, severity: 'expected' },
	'exam.not-found': { status: 404, severity: 'expected' },
	'input.invalid': { status: 400, severity: 'expected' },
	'input.unsupported-version': { status: 400, severity: 'expected' },
	'token.invalid': { status: 401, severity: 'expected' },
	'token.wrong-scope': { status: 403, severity: 'attention' },
	'attempt.not-found': { status: 404, severity: 'expected' },
	'attempt.wrong-stage': { status: 409, severity: 'expected' },
	'attempt.not-started': { status: 409, severity: 'expected' },
	'attempt.already-ended': { status: 409, severity: 'expected' },
	'attempt.not-ended': { status: 409, severity: 'expected' },
	'attempt.not-signed': { status: 409, severity: 'expected' },
	'attempt.entry-not-open': { status: 409, severity: 'expected' },
	'attempt.entry-closed': { status: 409, severity: 'attention' },
	'attempt.phone-needed': { status: 409, severity: 'expected' },
	'attempt.sweep-needed': { status: 409, severity: 'expected' },
	'attempt.no-warning': { status: 409, severity: 'expected' },
	'attempt.no-invigilator': { status: 409, severity: 'expected' },
	'desk.too-many-searches': { status: 429, severity: 'attention' },
	'act.too-many': { status: 409, severity: 'attention' },
	'act.id-taken': { status: 409, severity: 'attention' },
	'act.overtaken': { status: 409, severity: 'expected' },
	'act.nothing-to-settle': { status: 409, severity: 'expected' },
	'act.nothing-to-review': { status: 409, severity: 'expected' },
	'act.nothing-to-undo': { status: 409, severity: 'expected' },
	'act.grant-in-use': { status: 409, severity: 'expected' },
	'act.not-granted-here': { status: 409, severity: 'expected' },
	'act.second-person': { status: 409, severity: 'expected' },
	'room.not-found': { status: 404, severity: 'expected' },
	'room.still-running': { status: 409, severity: 'expected' },
	'room.incidents-open': { status: 409, severity: 'expected' },
	'room.already-signed': { status: 409, severity: 'expected' },
	'candidate.not-found': { status: 404, severity: 'expected' },
	'picture.invalid': { status: 400, severity: 'expected' },
	'picture.too-soon': { status: 429, severity: 'expected' },
	'live.too-many': { status: 409, severity: 'expected' },
	'live.not-there': { status: 409, severity: 'expected' },
	'attempt.no-incident': { status: 409, severity: 'expected' },
	'attempt.commented-enough': { status: 409, severity: 'expected' },
	'attempt.no-request': { status: 409, severity: 'expected' },
	'attempt.needs-consent': { status: 409, severity: 'expected' },
	'attempt.already-entered': { status: 409, severity: 'expected' },
	'attempt.already-allowed': { status: 409, severity: 'expected' },
	'attempt.already-lost': { status: 409, severity: 'expected' },
	'attempt.upload-complete': { status: 409, severity: 'expected' },
	'attempt.lease-closed': { status: 409, severity: 'expected' },
	'attempt.upload-incomplete': { status: 409, severity: 'expected' },
	'lot.not-ready': { status: 409, severity: 'expected' },
	'sitting.not-found': { status: 404, severity: 'expected' },
	'sitting.not-closed': { status: 404, severity: 'expected' },
	'attempt.not-entered': { status: 403, severity: 'expected' },
	'paper.not-yet': { status: 409, severity: 'expected' },
	'paper.none': { status: 404, severity: 'attention' },
	'paper.not-here': { status: 0, severity: 'expected' },
	'paper.key-mistyped': { status: 0, severity: 'expected' },
	'paper.wrong-key': { status: 0, severity: 'attention' },
	'paper.unreadable': { status: 0, severity: 'fault' },
	'paper.no-sitting': { status: 404, severity: 'expected' },
	'paper.already-started': { status: 409, severity: 'attention' },
	'paper.too-large': { status: 413, severity: 'expected' },
	'server.clock-off': { status: 503, severity: 'fault' },
	'part.not-found': { status: 404, severity: 'expected' },
	'part.not-yours': { status: 403, severity: 'attention' },
	'part.wrong-offset': { status: 409, severity: 'expected' },
	'part.digest-mismatch': { status: 409, severity: 'attention' },
	'part.incomplete': { status: 409, severity: 'expected' },
	'part.too-large': { status: 413, severity: 'attention' },
	'part.not-playable': { status: 409, severity: 'expected' },
	'hand-in.no-key': { status: 0, severity: 'expected' },
	'hand-in.still-recording': { status: 0, severity: 'expected' },
	'hand-in.nothing-left': { status: 0, severity: 'expected' },
	'hand-in.not-written': { status: 0, severity: 'attention' },
	'hand-in.not-readable': { status: 0, severity: 'expected' },
	'hand-in.not-a-file': { status: 422, severity: 'expected' },
	'hand-in.newer-version': { status: 422, severity: 'expected' },
	'hand-in.damaged': { status: 422, severity: 'attention' },
	'hand-in.truncated': { status: 422, severity: 'attention' },
	'hand-in.too-large': { status: 413, severity: 'attention' },
	'hand-in.other-installation': { status: 422, severity: 'expected' },
	'hand-in.wrong-exam': { status: 422, severity: 'attention' },
	'hand-in.unknown-attempt': { status: 422, severity: 'attention' },
	'hand-in.not-proven': { status: 422, severity: 'attention' },
	'upload.wrong-method': { status: 405, severity: 'attention' },
	'upload.wrong-version': { status: 412, severity: 'attention' },
	'upload.wrong-type': { status: 415, severity: 'attention' },
	'lot.not-found': { status: 404, severity: 'expected' },
	'lot.empty-roster': { status: 409, severity: 'expected' },
	'lot.not-frozen': { status: 409, severity: 'expected' },
	'lot.roster-frozen': { status: 409, severity: 'attention' },
	'lot.not-in-roster': { status: 409, severity: 'attention' },
	'lot.value-invalid': { status: 400, severity: 'expected' },
	'lot.already-announced': { status: 409, severity: 'attention' },
	'evidence.code-unknown': { status: 404, severity: 'expected' },
	'evidence.code-used': { status: 409, severity: 'expected' },
	'evidence.code-expired': { status: 409, severity: 'expected' },
	'evidence.sitting-over': { status: 409, severity: 'expected' },
	'evidence.phone-bound': { status: 409, severity: 'expected' },
	'evidence.phone-waived': { status: 409, severity: 'expected' },
	'evidence.not-bound': { status: 409, severity: 'expected' },
	'evidence.already-waived': { status: 409, severity: 'expected' },
	'evidence.picture-invalid': { status: 400, severity: 'expected' },
	'evidence.picture-too-soon': { status: 429, severity: 'expected' },
	'evidence.code-not-seen': { status: 0, severity: 'expected' },
	'evidence.sensor-refused': { status: 0, severity: 'expected' },
	'identity.unknown': { status: 400, severity: 'expected' },
	'identity.several-exams': { status: 409, severity: 'expected' },
	'identity.not-needed': { status: 409, severity: 'expected' },
	'identity.consent-needed': { status: 409, severity: 'expected' },
	'identity.text-changed': { status: 409, severity: 'expected' },
	'identity.expired': { status: 409, severity: 'expected' },
	'identity.blocked': { status: 409, severity: 'attention' },
	'identity.person-needed': { status: 409, severity: 'expected' },
	'identity.already-confirmed': { status: 409, severity: 'expected' },
	'identity.picture-invalid': { status: 400, severity: 'expected' },
	'identity.too-soon': { status: 429, severity: 'expected' },
	'identity.no-face': { status: 422, severity: 'expected' },
	'identity.several-faces': { status: 422, severity: 'expected' },
	'identity.too-small': { status: 422, severity: 'expected' },
	'identity.too-dark': { status: 422, severity: 'expected' },
	'identity.not-frontal': { status: 422, severity: 'expected' },
	'identity.no-blink': { status: 422, severity: 'expected' },
	'identity.no-turn': { status: 422, severity: 'expected' },
	'identity.no-mouth': { status: 422, severity: 'expected' },
	'identity.not-live': { status: 422, severity: 'attention' },
	'identity.not-same': { status: 422, severity: 'attention' },
	'identity.other-person': { status: 422, severity: 'attention' },
	'identity.unsure': { status: 422, severity: 'expected' },
	'check.busy': { status: 503, severity: 'expected' },
	'check.busy-here': { status: 429, severity: 'expected' },
	'check.over': { status: 0, severity: 'expected' },
	'check.stopped': { status: 0, severity: 'expected' },
	'check.unreachable': { status: 0, severity: 'expected' },
	'check.no-film': { status: 0, severity: 'expected' },
	'check.film-differs': { status: 0, severity: 'attention' },
	'check.storage-full': { status: 0, severity: 'expected' },
	'check.storage-refused': { status: 0, severity: 'expected' },
	'storage.full': { status: 507, severity: 'fault' },
	'server.busy': { status: 503, severity: 'expected' },
	'server.unreachable': { status: 503, severity: 'expected' },
	'server.fault': { status: 500, severity: 'fault' },
	'device.camera-refused': { status: 0, severity: 'expected' },
	'device.camera-missing': { status: 0, severity: 'expected' },
	'device.camera-busy': { status: 0, severity: 'expected' },
	'device.screen-refused': { status: 0, severity: 'expected' },
	'device.screen-not-whole': { status: 0, severity: 'expected' },
	'device.unsupported': { status: 0, severity: 'expected' },
	'device.recorder-failed': { status: 0, severity: 'attention' },
	'device.storage-full': { status: 0, severity: 'attention' }
} as const satisfies Record<string, ErrorKind>;

export type ErrorCode = keyof typeof ERRORS;

export const isCode = (said: unknown): said is ErrorCode =>
	typeof said === 'string' && Object.hasOwn(ERRORS, said);

/**
 * What a server that may be newer than this page has refused. Its reason may be of another year, its no is a no all the
 * same. Without any code it is not our server that speaks.
 */
export function codeOf(said: unknown, status: number): ErrorCode {
	if (isCode(said)) return said;
	return typeof said === 'string' ? codeOfStatus(status) : 'server.unreachable';
}

/** Where no more is known. */
export function codeOfStatus(status: number): ErrorCode {
	if (status >= 500) return 'server.fault';
	// a success that makes no sense is not our server's: a hotel's login page answers 200 to everything
	return status >= 400 ? 'input.invalid' : 'server.unreachable';
}

/**
 * Nobody knows whether it was done: no answer, a fault, a queue that was full. Asked again it is the same by the same id,
 * and never something else.
 */
export const isUnanswered = (code: ErrorCode): boolean => ERRORS[code].status >= 500;

/**
 * The server's own no, at which what a page shows may be old. Else nobody knows whether it was done, or it waits for a
 * session that is over: the same is asked again.
 */
export const isRefused = (code: ErrorCode): boolean =>
	!isUnanswered(code) && code !== 'access.login-required';

/** The message key of a code, in `messages/*.json`. */
export const errorMessageKey = <C extends ErrorCode>(code: C): `error.${C}` => `error.${code}`;

/** An expected refusal with its code and, for the log, what it concerned. */
export interface Refusal {
	readonly code: ErrorCode;
	readonly detail?: string;
}

export const refuse = (code: ErrorCode, detail?: string): Refusal =>
	detail === undefined ? { code } : { code, detail };
