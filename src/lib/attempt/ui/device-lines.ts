// State and words of the three lines of the device page.
import type { I18n } from '../../shared/ui/i18n.svelte.ts';
import type { State } from '../../shared/ui/states.ts';
import type { MicrophoneView, PictureView, ScreenView } from './devices-view.ts';

export interface DeviceLine {
	readonly state: State;
	/** How it is, then what to do. */
	readonly sub: string | null;
}

type Words = Pick<I18n, 't' | 'error'>;

const line = (state: State, sub: string | null = null): DeviceLine => ({ state, sub });

export function cameraLine(picture: PictureView, { t, error }: Words): DeviceLine {
	switch (picture.state) {
		case 'off':
		case 'ended':
			return line('idle', t('picture.off'));
		case 'opening':
			return line('busy', t('devices.opening'));
		case 'failed':
			return line('danger', error(picture.code));
		case 'live':
			return picture.trouble === null
				? line('ok', t('devices.ready'))
				: line('attention', t(`picture.${picture.trouble}`));
	}
}

export function microphoneLine(microphone: MicrophoneView, { t }: Words): DeviceLine {
	switch (microphone.state) {
		case 'off':
			return line('idle', t('level.off'));
		case 'live':
			return line('ok', t('devices.ready'));
		case 'silent':
			return line('attention', t('devices.microphone.silent'));
		case 'dead':
			return line('danger', t('devices.microphone.dead'));
		case 'lost':
			return line('danger', t('devices.microphone.lost'));
	}
}

export function screenLine(screen: ScreenView, { t, error }: Words): DeviceLine {
	switch (screen.state) {
		case 'off':
			return line('idle', t('devices.screen.how'));
		case 'choosing':
			return line('busy', t('devices.screen.choosing'));
		case 'shared':
			return line('ok', t('devices.screen.shared'));
		case 'failed':
			return line('danger', error(screen.code));
	}
}
