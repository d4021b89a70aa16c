// Between a device and the server: requests and answers that come late, twice, in another order, or never.
import type { ErrorCode } from '../../shared/errors.ts';
import { err, type Result } from '../../shared/result.ts';
import type { ModelTime } from './model-time.ts';

/** `gone`: nothing passes; `foul`: much is lost, late, or comes twice. */
export type Weather = 'good' | 'foul' | 'gone';

const WEATHERS: readonly Weather[] = ['good', 'foul', 'foul', 'gone'];
export const weatherOf = (n: number): Weather => WEATHERS[n % WEATHERS.length] ?? 'good';

/** As the page gives up (attempt-api.ts). */
const TIMEOUT_MS = 10_000;
const QUICK_MS = 20;

export interface ModelNetwork {
	weather: Weather;
	/** The server's process is killed: what was under way is never answered. */
	reset(): void;
	pass<T>(work: () => Result<T, ErrorCode>): Promise<Result<T, ErrorCode>>;
}

export function createModelNetwork(time: ModelTime, random: () => number): ModelNetwork {
	let generation = 0;
	return {
		weather: 'good',
		reset() {
			generation++;
		},
		pass(work) {
			const { weather } = this;
			const from = generation;
			const foul = weather === 'foul';
			const isLost = (share: number): boolean => weather === 'gone' || (foul && random() < share);
			const delay = (mostMs: number): number =>
				QUICK_MS + (foul ? Math.floor(random() ** 3 * mostMs) : 0);
			return new Promise((resolve) => {
				const fail = (): void => resolve(err('server.unreachable'));
				const arrive = (): void => {
					if (from !== generation) return;
					const answer = work();
					if (!isLost(0.2)) time.after(delay(12_000), () => resolve(answer));
				};
				// offline is known at once, a stalled connection only after the timeout
				time.after(weather === 'gone' && random() < 0.5 ? 0 : TIMEOUT_MS, fail);
				if (isLost(0.2)) return;
				time.after(delay(25_000), arrive);
				// a copy that lay in some queue, long after everybody has forgotten it
				if (foul && random() < 0.15) time.after(delay(120_000), arrive);
			});
		}
	};
}
