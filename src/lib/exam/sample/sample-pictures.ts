import { createDrawing } from './drawing.ts';

const SHIRTS = [
	[0x54, 0x65, 0x6f],
	[0x6b, 0x5f, 0x4a],
	[0x4a, 0x6b, 0x5c]
] as const;
const HAIR = [0x2f, 0x3b, 0x42] as const;
const SKIN = [0x9a, 0xa9, 0xb0] as const;
const NECK = [0x8b, 0x9a, 0xa1] as const;
const WALL = [0xcf, 0xd8, 0xdb] as const;

/** A drawn head and shoulders; plainly nobody. PNG in base64. */
export function drawnPortrait(seed: number): string {
	const drawing = createDrawing(150, 200, WALL);
	drawing.ellipse(75, 204, 56, 62, SHIRTS[seed % SHIRTS.length] ?? SHIRTS[0]);
	drawing.rectangle(62, 110, 26, 42, NECK);
	drawing.ellipse(75, 76, 37, 43, HAIR);
	drawing.ellipse(75, 88, 33, 40, SKIN);
	return drawing.png().toString('base64');
}

const INK = [0x22, 0x2c, 0x33] as const;
const LINE = [0xd5, 0xdc, 0xe0] as const;
const BAR = [0x2f, 0x6f, 0x8f] as const;
const LAST_BAR = [0xb0, 0x5a, 0x2b] as const;

/** Bars with their figures above and the month below. */
export function drawnChart(months: readonly (readonly [month: number, value: number])[]): string {
	const [width, height, base] = [520, 260, 216];
	const drawing = createDrawing(width, height, [255, 255, 255]);
	const most = Math.max(...months.map(([, value]) => value));
	const step = Math.floor((width - 40) / months.length);
	for (let line = 0; line < 4; line++) drawing.rectangle(20, base - line * 54, width - 40, 1, LINE);
	months.forEach(([month, value], at) => {
		const tall = Math.round((value / most) * 162);
		const left = 20 + at * step + Math.floor(step / 4);
		const half = Math.floor(step / 2);
		const colour = at === months.length - 1 ? LAST_BAR : BAR;
		drawing.rectangle(left, base - tall, half, tall, colour);
		drawing.number(left + half / 2 - 16, base - tall - 22, value, 3, INK);
		drawing.number(left + half / 2 - 8, base + 12, month, 3, INK);
	});
	drawing.rectangle(20, base, width - 40, 2, INK);
	return `data:image/png;base64,${drawing.png().toString('base64')}`;
}
