import type { PartRegistry } from '../ports.ts';

/** The facts cannot be asked for now: the device keeps its bytes and tries again. */
export class RegistryDown extends Error {
	constructor(cause: unknown) {
		super(`part registry: ${String(cause)}`, { cause });
	}
}

const down = (error: unknown): never => {
	throw new RegistryDown(error);
};

/** The same registry; whatever it throws is a RegistryDown. */
export function guardRegistry(registry: PartRegistry): PartRegistry {
	return {
		authorize: (token) => registry.authorize(token).catch(down),
		announce: (grant, header) => registry.announce(grant, header).catch(down),
		find: (part, maxAgeMs) => registry.find(part, maxAgeMs).catch(down),
		declareLength: (part, bytes) => registry.declareLength(part, bytes).catch(down),
		restart: (part) => registry.restart(part).catch(down),
		markVerified: (part, bytes, sha256) => registry.markVerified(part, bytes, sha256).catch(down)
	};
}
