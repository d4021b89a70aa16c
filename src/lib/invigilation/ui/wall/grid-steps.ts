/** Where a key leads from one tile of a grid. @returns null for a key that does not move, and at the edge */
export function step(key: string, at: number, count: number, columns: number): number | null {
	const to = target(key, at, count, columns);
	return to === null || to < 0 || to >= count || to === at ? null : to;
}

function target(key: string, at: number, count: number, columns: number): number | null {
	switch (key) {
		case 'ArrowLeft':
			return at - 1;
		case 'ArrowRight':
			return at + 1;
		case 'ArrowUp':
			return at - columns;
		case 'ArrowDown':
			return at + columns;
		case 'Home':
			return 0;
		case 'End':
			return count - 1;
		default:
			return null;
	}
}
