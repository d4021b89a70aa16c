// What may happen to the phones of a model world, beside everything else.
import type { ModelDevice } from './model-device.ts';
import { weatherOf, type ModelNetwork } from './model-network.ts';
import type { ModelPhone } from './model-phone.ts';
import type { ModelServer } from './model-server.ts';
import type { ModelTime } from './model-time.ts';

export interface PhoneSurroundings {
	readonly phones: readonly ModelPhone[];
	readonly networks: ReadonlyMap<ModelDevice, ModelNetwork>;
	readonly server: ModelServer;
	readonly time: ModelTime;
	bindPhone(): Promise<void>;
	upload(device: ModelDevice): void;
}

type Step = [weight: number, work: (device: ModelDevice, n: number) => unknown];

export function phoneSteps(world: PhoneSurroundings): Step[] {
	const { phones, networks, server, time, bindPhone, upload } = world;
	/** Nothing where none is bound. */
	const step = (weight: number, work: (phone: ModelPhone, n: number) => unknown): Step => [
		weight,
		(_, n) => {
			const phone = phones[n % Math.max(1, phones.length)];
			return phone && work(phone, Math.floor(n / 2));
		}
	];

	/** P5: what the server's watch says; it may be wrong about it. */
	function notHeard(n: number): void {
		const at = time.now() - (n % 9) * 1000;
		server.apply({ type: 'phone.interrupted', data: { at, why: 'silent' } });
	}

	/** I5: its page hears of it when it reads again. */
	function unpair({ device: { lease } }: ModelPhone): void {
		server.apply({ type: 'lease.closed', data: { lease, reason: 'staff' } });
	}

	return [
		[1, bindPhone],
		step(4, (phone) => phone.goOn()),
		step(2, (phone) => phone.cut()),
		step(1, (phone, n) => n % 3 === 0 && phone.stop()),
		step(1, (phone) => phone.device.alive && phone.die()),
		step(2, (phone) => !phone.device.alive && phone.revive()),
		step(2, ({ device }) => void device.read()),
		step(2, (phone) => phone.sayAgain()),
		step(1, (_, n) => notHeard(n)),
		step(1, (phone, n) => n % 5 === 0 && unpair(phone)),
		step(1, ({ device }) => upload(device)),
		step(3, ({ device }, n) => {
			const network = networks.get(device);
			if (network) network.weather = weatherOf(n);
		})
	];
}
