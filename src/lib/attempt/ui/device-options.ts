import type { DeviceOption } from './devices-view.ts';

/** Before permission devices have neither id nor name: those cannot be chosen. Nameless ones are counted. */
export function namedOptions(
	options: readonly DeviceOption[],
	nameOf: (number: number) => string
): DeviceOption[] {
	return options
		.filter(({ id }) => id !== '')
		.map(({ id, label }, index) => ({ id, label: label || nameOf(index + 1) }));
}
