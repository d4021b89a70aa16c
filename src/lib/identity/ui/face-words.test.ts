import { expect, test } from 'vitest';
import zh from '../../../../messages/zh-CN/index.ts';
import { FACE_FAULTS } from '../../attempt/events.ts';
import { errorMessageKey, ERRORS, type ErrorCode } from '../../shared/errors.ts';
import { translator } from '../../shared/i18n.ts';
import { FACE_INSTRUCTIONS, type FaceLoginView } from './face-login-view.ts';
import { faceWords, mayStartAnew, mayTryAgain, outcomeState } from './face-words.ts';

const t = translator(zh);
const error = (code: ErrorCode): string => t(errorMessageKey(code));
const words = (view: FaceLoginView) => faceWords(view, { t, error }, '400-1');
const failed = (code: ErrorCode, mayRetry = true) => ({ kind: 'failed', code, mayRetry }) as const;

test('[C6] every instruction is one of its own', () => {
	const said = FACE_INSTRUCTIONS.map((instruction) => {
		const live = { stream: {} as MediaStream, lines: [], steps: [], stepsInAll: 5, progress: 0 };
		return words({ kind: 'live', instruction, ...live }).title;
	});
	expect(new Set(said).size).toBe(FACE_INSTRUCTIONS.length);
	expect(said).toContain('请靠近一点');
});

test('[C6] every refusal says what to change and how many tries are left', () => {
	for (const fault of FACE_FAULTS) {
		const { body, also } = words({ kind: 'refused', fault, triesLeft: 2 });
		expect(body, fault).toBe(error(`identity.${fault}`));
		expect(also).toBe('还可以再试 2 次。');
	}
});

test('[C6] what other pages say of a recording is not said here', () => {
	for (const code of Object.keys(ERRORS) as ErrorCode[]) {
		if (!code.startsWith('device.camera') && !code.startsWith('server.un')) continue;
		const { title, body } = words(failed(code));
		expect(`${title}${body}`, code).not.toMatch(/麦克风|录像|录制/);
	}
	expect(words(failed('server.fault')).body).toBe(error('server.fault'));
});

test('[C7] whoever waits is told of the account, with the number to call', () => {
	expect(words({ kind: 'waiting', blocked: false }).body).toContain('400-1');
	expect(words({ kind: 'waiting', blocked: true }).body).toContain('400-1');
});

test('[C6] another try is offered where there is one, a new login where this one is over', () => {
	expect(mayTryAgain({ kind: 'refused', fault: 'too-dark', triesLeft: 1 })).toBe(true);
	expect(mayTryAgain({ kind: 'refused', fault: 'too-dark', triesLeft: 0 })).toBe(false);
	expect(mayTryAgain(failed('device.unsupported', false))).toBe(false);
	expect(mayStartAnew(failed('device.unsupported', false))).toBe(false);
	expect(mayStartAnew(failed('identity.expired', false))).toBe(true);
	expect(mayStartAnew(failed('identity.expired'))).toBe(false);
});

test('[C6] the picture stays on the page until there is something else to show', () => {
	expect(outcomeState({ kind: 'opening', part: null })).toBeNull();
	expect(outcomeState({ kind: 'checking', stream: null })).toBeNull();
	expect(outcomeState({ kind: 'in' })).toBe('ok');
	expect(outcomeState({ kind: 'waiting', blocked: true })).toBe('attention');
});
