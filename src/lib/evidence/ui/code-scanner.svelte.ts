// The page's own scanner (P1), as `ScanView` shows it: opened by a tap, closed by a hit or by whoever leaves.
import type { Millis } from '../../shared/clock.ts';
import type { Scanner } from '../browser/scanner.ts';
import type { ScanView } from './evidence-view.ts';

/** @param found with every code that was seen; what it is, is the caller's */
export function createCodeScanner(now: () => Millis, found: (text: string) => void) {
	let camera = $state.raw<ScanView['camera']>({ state: 'off' });
	let scanner: Scanner | null = null;
	let asked = 0;

	function close(): void {
		asked++;
		scanner?.close();
		scanner = null;
		camera = { state: 'off' };
	}

	return {
		get camera() {
			return camera;
		},
		async open() {
			close();
			const asking = ++asked;
			camera = { state: 'opening' };
			// not before it is wanted: reader and its WebAssembly are larger than the rest of the page
			const { openScanner } = await import('../browser/scanner.ts');
			const opened = await openScanner({
				found(text) {
					close();
					found(text);
				},
				lost: close
			});
			if (asking !== asked) {
				if (opened.ok) opened.value.close();
				return;
			}
			if (!opened.ok) {
				camera = { state: 'failed', code: opened.error.code };
				return;
			}
			scanner = opened.value;
			camera = { state: 'looking', stream: scanner.stream, since: now() };
		},
		close
	};
}
