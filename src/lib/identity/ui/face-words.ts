// What the page of the face login says, state by state. Pure: a language in, words out.
import type { ErrorCode } from '../../shared/errors.ts';
import type { MessageKey, Params } from '../../shared/i18n.ts';
import type { State } from '../../shared/ui/states.ts';
import type { FaceLoginView } from './face-login-view.ts';

export interface FaceWords {
	readonly title: string;
	readonly body: string;
	/** What there is to know beside it. */
	readonly also: string | null;
}

interface Language {
	readonly t: (key: MessageKey, params?: Params) => string;
	readonly error: (code: ErrorCode) => string;
}

/** In the words of this page: what other pages say of them speaks of recording. */
const OWN_FAILURES = [
	'device.camera-refused',
	'device.camera-missing',
	'device.camera-busy',
	'device.unsupported',
	'server.unreachable',
	'server.busy'
] as const satisfies readonly ErrorCode[];

export function faceWords(view: FaceLoginView, { t, error }: Language, phone: string): FaceWords {
	const words = (key: 'opening' | 'checking' | 'in'): FaceWords => ({
		...{ title: t(`face.${key}`), body: t(`face.${key}.body`) },
		also: null
	});
	switch (view.kind) {
		case 'live': {
			const key = `face.instruction.${view.instruction}` as const;
			return { title: t(key), body: t(`${key}.body`), also: null };
		}
		case 'refused':
			return {
				title: t('face.refused'),
				body: error(`identity.${view.fault}`),
				also: t('face.refused.left', { count: view.triesLeft })
			};
		case 'waiting':
			return waitingWords(view.blocked, t, phone);
		case 'failed':
			return failedWords(view.code, { t, error });
		default:
			return words(view.kind);
	}
}

function waitingWords(blocked: boolean, t: Language['t'], phone: string): FaceWords {
	return blocked
		? {
				title: t('face.blocked'),
				body: t('face.blocked.body', { phone }),
				also: t('face.blocked.also')
			}
		: {
				title: t('face.waiting'),
				body: t('face.waiting.body', { phone }),
				also: t('face.waiting.also')
			};
}

function failedWords(code: ErrorCode, { t, error }: Language): FaceWords {
	const own = OWN_FAILURES.find((one) => one === code);
	return own
		? { title: t(`face.failed.${own}`), body: t(`face.failed.${own}.body`), also: null }
		: { title: t('face.failed'), body: error(code), also: null };
}

/** Of a state in which the camera's picture is not on the page; null where it is. */
export function outcomeState(view: FaceLoginView): State | null {
	if (view.kind === 'in') return 'ok';
	if (view.kind === 'waiting') return 'attention';
	return view.kind === 'refused' || view.kind === 'failed' ? 'attention' : null;
}

/** Whether pressing 【再试一次】 can help. */
export const mayTryAgain = (view: FaceLoginView): boolean =>
	(view.kind === 'refused' && view.triesLeft > 0) || (view.kind === 'failed' && view.mayRetry);

/** The login itself is over: the entry page begins another one. */
export const mayStartAnew = (view: FaceLoginView): boolean =>
	view.kind === 'failed' && !view.mayRetry && view.code.startsWith('identity.');
