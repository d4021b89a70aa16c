// tus-js-client's main module is translated for browsers of 2015: 5 of its 14 kB. Its own source is in the package, and runs
// in every browser that has MediaRecorder. The build and the tests in a browser take the same.
import type { Plugin } from 'vite';

/** Known to Vite beforehand in tests. */
export const TUS_AS_WRITTEN = 'tus-js-client/lib/browser/index.js';

export function tusAsWritten(): Plugin {
	return {
		name: 'duimian-tus-as-written',
		applyToEnvironment: ({ name }) => name === 'client',
		enforce: 'pre',
		resolveId(source, importer) {
			if (source !== 'tus-js-client') return null;
			return this.resolve(TUS_AS_WRITTEN, importer, { skipSelf: true });
		}
	};
}
