// A view that changes under the page, as the controller's does.
import type { EvidenceActions, EvidenceView } from '../evidence-view.ts';

export function changingEvidence(first: EvidenceView, actions: EvidenceActions) {
	let view = $state.raw(first);
	return {
		props: {
			actions,
			get view(): EvidenceView {
				return view;
			}
		},
		change(next: EvidenceView) {
			view = next;
		}
	};
}
