// What a candidate's own page shows of their details: enough to recognise, too little for a photograph of the screen.

/** 测试考生甲 → 测***甲 */
export function maskName(name: string): string {
	const letters = [...name];
	const [first = '', last = ''] = [letters[0], letters.at(-1)];
	if (letters.length <= 1) return name;
	return letters.length === 2 ? `${first}*` : `${first}${'*'.repeat(letters.length - 2)}${last}`;
}

/** 20260017001 → 2026****001: the first four and the last quarter stay. */
export function maskNumber(number: string): string {
	const shown = Math.min(4, Math.floor(number.length / 3));
	if (shown === 0) return number;
	return `${number.slice(0, shown)}****${number.slice(-shown)}`;
}
