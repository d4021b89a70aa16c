// State, value and words of the lines about the phone itself (P2): the check shows all of them, the filming page some.
import type { I18n } from '../../shared/ui/i18n.svelte.ts';
import type { ConnectionView, State } from '../../shared/ui/states.ts';
import type { CheckView } from './evidence-view.ts';

export interface PhoneLine {
	readonly state: State;
	readonly value: string;
	/** What to do; null where nothing is to be done. */
	readonly sub: string | null;
}

type Words = Pick<I18n, 't' | 'number' | 'time' | 'megabytes'>;

const GIGABYTE = 1_000_000_000;
const DEVICE_STATES: Record<CheckView['camera'], State> = {
	...{ idle: 'idle', busy: 'busy', ok: 'ok' },
	...{ refused: 'danger', missing: 'danger', 'in-use': 'danger' }
};

const line = (state: State, value: string, sub: string | null = null): PhoneLine => ({
	...{ state, value, sub }
});

export function deviceLine(device: CheckView['camera'], { t }: Words): PhoneLine {
	const troubled = device === 'refused' || device === 'missing' || device === 'in-use';
	const sub = troubled ? t(`evidence.check.device.${device}.sub`) : null;
	return line(DEVICE_STATES[device], t(`evidence.check.device.${device}`), sub);
}

export function batteryLine(battery: CheckView['battery'], { t, number }: Words): PhoneLine {
	if (battery.state === 'unknown')
		return line('idle', t('evidence.check.unknown'), t('evidence.check.battery.unknown.sub'));
	const percent = number(Math.round(battery.level * 100));
	const how = battery.charging ? 'charging' : 'level';
	const value = t(`evidence.check.battery.${how}`, { percent });
	if (battery.state === 'ok') return line('ok', value);
	return line('attention', value, t('evidence.check.battery.low.sub'));
}

export function storageLine(storage: CheckView['storage'], words: Words): PhoneLine {
	const { t } = words;
	if (storage.state === 'unknown') return line('idle', t('evidence.check.unknown'));
	const value = sizeText(storage.freeBytes, words);
	if (storage.state === 'ok') return line('ok', value);
	const size = sizeText(storage.neededBytes, words);
	return line('attention', value, t('evidence.check.storage.low.sub', { size }));
}

const sizeText = (bytes: number, { t, number, megabytes }: Words): string =>
	bytes < GIGABYTE
		? t('size.megabytes', { size: megabytes(bytes) })
		: t('evidence.check.gigabytes', { size: number(bytes / GIGABYTE, 1) });

/** The connection knows better whether there is one, the check how quick it is. */
export function networkLine(
	network: CheckView['network'],
	connection: ConnectionView,
	{ t, time }: Words
): PhoneLine {
	if (connection.state === 'lost') {
		const since = t('status.lost', { time: time(connection.since) });
		return line('attention', since, t('evidence.check.network.lost.sub'));
	}
	if (connection.state === 'connecting') return line('busy', t('status.connecting'));
	switch (network) {
		case 'ok':
		case 'unknown':
			return line('ok', t('evidence.check.network.ok'));
		case 'slow':
			return line('ok', t('evidence.check.network.slow'), t('evidence.check.network.slow.sub'));
		case 'lost':
			return line(
				'attention',
				t('evidence.check.network.lost'),
				t('evidence.check.network.lost.sub')
			);
	}
}

export function awakeLine(awake: CheckView['awake'], { t }: Words): PhoneLine {
	switch (awake) {
		case 'idle':
			return line('idle', t('evidence.check.awake.idle'));
		case 'held':
			return line('ok', t('evidence.check.awake.held'));
		case 'refused':
			return line(
				'attention',
				t('evidence.check.awake.refused'),
				t('evidence.check.awake.refused.sub')
			);
		case 'unknown':
			return line('idle', t('evidence.check.unknown'), t('evidence.check.awake.unknown.sub'));
	}
}
