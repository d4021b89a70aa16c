// Props that a test changes while the component is shown, as a page does that reads again.

export function changingProps<Props extends object>(
	first: Props
): { readonly props: Props; change(changes: Partial<Props>): void } {
	const props = $state(first);
	return { props, change: (changes) => void Object.assign(props, changes) };
}
