const SHIRTS = ['#54656f', '#6b5f4a', '#4a6b5c'];
const HAIR = ['#2f3b42', '#3d322b', '#26303a'];

/** A drawn head and shoulders (SVG); plainly nobody. */
export function drawnPortrait(seed: number): string {
	const shirt = SHIRTS[seed % SHIRTS.length];
	const hair = HAIR[seed % HAIR.length];
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 150 200" width="150" height="200">
<rect width="150" height="200" fill="#cfd8db"/>
<path d="M20 200c0-40 25-58 55-58s55 18 55 58z" fill="${shirt}"/>
<rect x="62" y="110" width="26" height="40" fill="#8b9aa1"/>
<ellipse cx="75" cy="85" rx="34" ry="42" fill="#9aa9b0"/>
<path d="M40 80c-2-34 18-46 36-46s36 12 34 46c-6-18-14-26-34-26s-30 8-36 26z" fill="${hair}"/>
</svg>`;
}
