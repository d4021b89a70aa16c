// Draws a time code as a Data Matrix of 16 × 16 modules: of the codes that a phone's film can hold it is the one with
// the fewest modules for 24 digits (docs/decisions/timecode.md). Loaded after the entry: it weighs 43 kB.
import { datamatrix, type DrawingContext } from 'bwip-js/generic';

export interface TimecodeSymbol {
	/** Modules to a side, the quiet ones around it included. */
	readonly size: number;
	/** Path of an SVG in modules; dark by the even-odd rule. */
	readonly path: string;
}

/** The library draws a module two units wide. */
const UNITS = 2;
/** The white that the standard asks for. */
const QUIET = 1;

/** @param text 24 digits */
export function timecodeSymbol(text: string): TimecodeSymbol {
	let size = 0;
	let path = '';
	const modules = (units: number): string => String(units / UNITS + QUIET);
	const drawing: DrawingContext<TimecodeSymbol> = {
		scale: () => null,
		measure: () => ({ width: 0, ascent: 0, descent: 0 }),
		init(width) {
			size = width / UNITS + 2 * QUIET;
		},
		polygon(points) {
			path += `M${points.map(([x, y]) => `${modules(x)} ${modules(y)}`).join('L')}Z`;
		},
		line() {},
		hexagon() {},
		ellipse() {},
		fill() {},
		text() {},
		end: () => ({ size, path })
	};
	return datamatrix({ bcid: 'datamatrix', text, scale: 1 }, drawing);
}
