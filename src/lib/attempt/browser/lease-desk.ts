// Where a page takes its lease or asks for one (C8); leaving the page withdraws what it has asked.
import type { ErrorCode } from '../../shared/errors.ts';
import type { Result } from '../../shared/result.ts';
import {
	askForLease,
	type AskedLease,
	type GrantedLease,
	type LeaseAsking
} from '../lease-asking.ts';
import { takeLease, withdrawLease } from './attempt-api.ts';
import { deviceKey } from './device-key.ts';

export interface LeaseDesk {
	/** Resolves once this device is in, or it is known that it will not be. */
	take(): Promise<Result<GrantedLease, ErrorCode>>;
	/** After a no: ask once more. */
	again(): void;
	close(): void;
}

/** @param show what is being waited for, whenever the server has said so */
export function createLeaseDesk(show: (asked: AskedLease) => void): LeaseDesk {
	let asking: LeaseAsking | null = null;
	let key = '';

	const withdraw = (): void => {
		const request = asking?.request() ?? null;
		if (request !== null) withdrawLease(key, request);
	};

	return {
		async take() {
			key = await deviceKey();
			asking = askForLease({
				ask: (request) => takeLease({ label: deviceLabel(), key, request }),
				sleep: (ms, woken) =>
					Promise.race([woken, new Promise<void>((resolve) => setTimeout(resolve, ms))]),
				show
			});
			addEventListener('pagehide', withdraw);
			const answer = await asking.answer;
			removeEventListener('pagehide', withdraw);
			asking = null;
			return answer;
		},
		again: () => asking?.again(),
		close() {
			removeEventListener('pagehide', withdraw);
			asking?.leave();
			withdraw();
			asking = null;
		}
	};
}

const deviceLabel = (): string => navigator.userAgent.slice(0, 200);
