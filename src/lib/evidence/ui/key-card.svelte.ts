// C19: the paper's key on the phone, for a computer that has no network at the start. The server gives it once the
// interview has begun, and not a second earlier.
import { groupedKey } from '../../exam/paper-key.ts';
import { readPaperKey } from '../browser/evidence-api.ts';
import type { KeyView } from './evidence-view.ts';

export function createKeyCard(token: string) {
	let view = $state.raw<KeyView | null>(null);
	let asked = 0;
	return {
		get view() {
			return view;
		},
		show() {
			const asking = ++asked;
			view = { state: 'asking', text: null, qr: null, code: null };
			void readPaperKey(token).then((answer) => {
				// put away meanwhile
				if (asking !== asked) return;
				view = answer.ok
					? {
							state: 'shown',
							text: groupedKey(answer.value.key),
							qr: answer.value.key,
							code: null
						}
					: { state: 'failed', text: null, qr: null, code: answer.error };
			});
		},
		hide() {
			asked++;
			view = null;
		}
	};
}
