// The ways through the network that peers may try (I2), as the operator configured them. Without any, peers find one
// another directly or not at all: nothing outside the installation is asked.
import { createHmac } from 'node:crypto';
import type { Clock } from '../../shared/clock.ts';
import type { IceServer } from '../wire.ts';

export interface IceConfig {
	readonly stunUrls: readonly string[];
	readonly turnUrls: readonly string[];
	/** coturn's `static-auth-secret`. */
	readonly turnSecret: string;
}

/** Time to begin in; coturn lets who has begun go on. */
const LIFETIME_S = 3600;
const SECOND_MS = 1000;

/** @param user whoever the credentials are for, as coturn's log shows it */
export const createIceServers =
	({ stunUrls, turnUrls, turnSecret }: IceConfig, clock: Clock) =>
	(user: string): IceServer[] => [
		...(stunUrls.length > 0 ? [{ urls: [...stunUrls] }] : []),
		...(turnUrls.length > 0
			? [{ urls: [...turnUrls], ...turnCredentials(turnSecret, user, clock.now()) }]
			: [])
	];

/** coturn's `use-auth-secret`: the name says until when it holds, the password proves that we said so. */
export function turnCredentials(
	secret: string,
	user: string,
	now: number
): { username: string; credential: string } {
	const username = `${Math.floor(now / SECOND_MS) + LIFETIME_S}:${user}`;
	return { username, credential: createHmac('sha1', secret).update(username).digest('base64') };
}
