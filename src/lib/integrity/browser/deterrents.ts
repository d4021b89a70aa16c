// C28: copying, pasting, printing, the context menu, dragging, keys that photograph the screen. On the paper they have no
// effect. Deterrents, and no more: a phone photographs what it likes. What is written in a field is the candidate's own,
// and there nothing is noticed or held back.
import { isPrintKey, isScreenshotKey } from '../keys.ts';
import type { SignalAdapter } from '../signal.ts';

export interface DeterrentPorts {
	/** The paper, while it is on the page. */
	paper(): Element | null;
	/** Other keys photograph the screen there. */
	readonly mac: boolean;
}

const FIELD = 'input, textarea, select, [contenteditable]:not([contenteditable="false"])';
/** A browser that prints in spite of the key says so a moment later. */
const SAME_PRINT_MS = 1000;

const inField = ({ target }: Event): boolean =>
	target instanceof Element && target.closest(FIELD) !== null;
const bringsFiles = ({ dataTransfer }: DragEvent): boolean =>
	dataTransfer?.types.includes('Files') ?? false;

export const watchDeterrents =
	({ paper, mac }: DeterrentPorts): SignalAdapter =>
	(desk) => {
		const ended = new AbortController();
		const listen = <E extends keyof DocumentEventMap>(
			name: E,
			listener: (event: DocumentEventMap[E]) => void
		): void =>
			// before anybody can hold it back
			document.addEventListener(name, listener, { capture: true, signal: ended.signal });

		function onPaper({ target }: Event): boolean {
			const sheet = paper();
			if (!sheet) return false;
			const selection = getSelection();
			return (
				(target instanceof Node && sheet.contains(target)) ||
				(selection?.isCollapsed === false && selection.containsNode(sheet, true))
			);
		}

		const clipboard = (event: Event): void => {
			if (inField(event)) return;
			desk.happened(event.type === 'paste' ? 'pasted' : 'copied');
			if (onPaper(event)) event.preventDefault();
		};
		listen('copy', clipboard);
		listen('cut', clipboard);
		listen('paste', clipboard);
		listen('contextmenu', (event) => {
			if (inField(event)) return;
			desk.happened('menu-opened');
			if (onPaper(event)) event.preventDefault();
		});

		let fromHere = false;
		listen('dragstart', (event) => {
			fromHere = true;
			if (inField(event)) return;
			desk.happened('dragged');
			if (onPaper(event)) event.preventDefault();
		});
		listen('dragend', () => (fromHere = false));
		// a file or an address that is dropped would be opened in the place of this page
		const fromOutside = (event: DragEvent): boolean =>
			bringsFiles(event) || (!fromHere && !inField(event));
		listen('dragover', (event) => fromOutside(event) && event.preventDefault());
		listen('drop', (event) => {
			if (!fromOutside(event)) return;
			event.preventDefault();
			desk.happened('dragged');
		});

		let printKeyAt = -Infinity;
		let screenshotKey = false;
		listen('keydown', (event) => {
			if (isPrintKey(event)) {
				event.preventDefault();
				if (!event.repeat) desk.happened('printed');
				printKeyAt = event.timeStamp;
			} else if (isScreenshotKey(event, mac) && !event.repeat) {
				screenshotKey = true;
				desk.happened('screenshot-key');
			}
		});
		// Windows tells of the key for it only when it is let go
		listen('keyup', (event) => {
			if (event.key !== 'PrintScreen') return;
			if (!screenshotKey) desk.happened('screenshot-key');
			screenshotKey = false;
		});
		addEventListener(
			'beforeprint',
			({ timeStamp }) => timeStamp - printKeyAt > SAME_PRINT_MS && desk.happened('printed'),
			{ signal: ended.signal }
		);
		return () => ended.abort();
	};
