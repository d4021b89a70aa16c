// Keeps the end of a conversation in sight: at every new line, and when the box below grows while the end is in sight.

/** Nearer to the end than this is at the end. */
const NEAR_PX = 8;

/** @param count of lines; an attachment for the element that scrolls */
export const followEnd =
	(count: number) =>
	(list: HTMLElement): (() => void) => {
		let atEnd = true;
		const follow = (): void => {
			if (atEnd && count > 0) list.scrollTop = list.scrollHeight;
		};
		const moved = (): void => {
			atEnd = list.scrollTop + list.clientHeight >= list.scrollHeight - NEAR_PX;
		};
		const size = new ResizeObserver(follow);
		follow();
		size.observe(list);
		list.addEventListener('scroll', moved);
		return () => {
			size.disconnect();
			list.removeEventListener('scroll', moved);
		};
	};
