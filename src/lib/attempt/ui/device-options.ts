import type { DeviceOption } from './room-view.ts';

/** Before permission devices have no name: then they are counted. */
export function namedOptions(
	options: readonly DeviceOption[],
	nameOf: (number: number) => string
): DeviceOption[] {
	return options.map(({ id, label }, index) => ({ id, label: label || nameOf(index + 1) }));
}
