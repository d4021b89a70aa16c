// Why something failed, in words that fit a phone: the common ones speak of a computer, of plugs and of logging in.
import type { ErrorCode } from '../../shared/errors.ts';
import type { MessageKey } from '../../shared/i18n.ts';
import type { I18n } from '../../shared/ui/i18n.svelte.ts';

const OWN: Partial<Record<ErrorCode, MessageKey>> = {
	'device.storage-full': 'evidence.error.device.storage-full',
	'device.camera-refused': 'evidence.error.device.camera-refused',
	'device.camera-missing': 'evidence.error.device.camera-missing',
	'device.unsupported': 'evidence.error.device.unsupported',
	'token.invalid': 'evidence.error.token.invalid'
};

export function phoneError(code: ErrorCode, { t, error }: Pick<I18n, 't' | 'error'>): string {
	const own = OWN[code];
	return own ? t(own) : error(code);
}
