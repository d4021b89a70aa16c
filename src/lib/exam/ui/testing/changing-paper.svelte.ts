// A paper under which the clock runs.
import { flushSync, type ComponentProps } from 'svelte';
import type PaperSheet from '../PaperSheet.svelte';

export function changingPaper(first: ComponentProps<typeof PaperSheet>) {
	let now = $state(first.now);
	return {
		props: {
			get paper() {
				return { ...first, now };
			}
		},
		at(next: number) {
			now = next;
			flushSync();
		}
	};
}
