// C29: the recorded camera's picture, looked at once a second: what is wrong with it, for the page, and as signals. Owns the
// life of whatever looks; knows neither attempt nor page.
import { systemTimers } from '../../shared/browser/system-timers.ts';
import type { Clock, Millis } from '../../shared/clock.ts';
import type { Timers } from '../../shared/timers.ts';
import { seePicture, UNSEEN, type PictureHealth, type PictureTrouble } from '../picture-health.ts';
import type { SignalAdapter, SignalDesk } from '../signal.ts';
import { openPictureLooks, type OpenLooks } from './picture-looks.ts';

export interface PictureWatch {
	/** From its beginning on signals are told; what was wrong before is told from there on. */
	readonly adapter: SignalAdapter;
	/** As often as one likes. @param stream null = there is none at the moment: what lasted is over */
	follow(stream: MediaStream | null): void;
	trouble(): PictureTrouble | null;
	close(): void;
}

export interface PictureWatchPorts {
	/** Server time as estimated here. */
	readonly clock: Clock;
	readonly monotonic: () => Millis;
	readonly timers: Timers;
	readonly openLooks: OpenLooks;
}

const TROUBLES: readonly PictureTrouble[] = ['black', 'covered', 'frozen'];
const OPENINGS = 4;
const REOPEN_MS = 2000;

const browser = {
	...{ monotonic: () => performance.now(), timers: systemTimers, openLooks: openPictureLooks }
};

export function watchPicture(
	given: Pick<PictureWatchPorts, 'clock'> & Partial<PictureWatchPorts>
): PictureWatch {
	const { clock, monotonic, timers, openLooks } = { ...browser, ...given };
	let stream: MediaStream | null = null;
	let health: PictureHealth = UNSEEN;
	let endLooks = (): void => {};
	let callOff = (): void => {};
	/** Of this stream, that have died. */
	let died = 0;
	let desk: SignalDesk | null = null;
	let toldFrom: Millis = 0;

	function tell(): void {
		const { trouble } = health;
		// the server's clock may step, what is counted here does not
		const since = Math.max(toldFrom, trouble?.since ?? 0);
		const from = Math.round(clock.now() - (monotonic() - since));
		for (const what of TROUBLES)
			desk?.holds(`camera-${what}`, trouble?.what === what, { track: 'camera', from });
	}

	function open(of: MediaStream): void {
		try {
			endLooks = openLooks(of, {
				looked(look) {
					if (of !== stream) return;
					health = seePicture(health, look);
					tell();
				},
				died() {
					if (of === stream) again(of);
				}
			});
		} catch {
			// a track that has just ended, a browser that has no more workers: as one that died
			again(of);
		}
	}

	/** Given up after a few times: nobody looks, so nothing holds. */
	function again(of: MediaStream): void {
		endLooks();
		endLooks = () => {};
		if (++died < OPENINGS) callOff = timers.after(REOPEN_MS, () => open(of));
		else forget();
	}

	function forget(): void {
		health = UNSEEN;
		tell();
	}

	function follow(next: MediaStream | null): void {
		if (next === stream) return;
		callOff();
		endLooks();
		endLooks = () => {};
		stream = next;
		died = 0;
		forget();
		if (next) open(next);
	}

	return {
		adapter(told) {
			desk = told;
			toldFrom = monotonic();
			tell();
			return () => {
				for (const what of TROUBLES) told.holds(`camera-${what}`, false, { track: 'camera' });
				desk = null;
			};
		},
		follow,
		trouble: () => health.trouble?.what ?? null,
		close: () => follow(null)
	};
}
