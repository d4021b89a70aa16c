// What of a phone's page belongs to the document: the page reaches under the notch (its padding keeps clear of it), and a
// dark page is dark to the edge, also where the browser draws beside it.
import type { Attachment } from 'svelte/attachments';

const meta = (name: string): HTMLMetaElement | null =>
	document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`);

/** Sets a meta tag until the returned function is called; nothing where there is no such tag. */
function setMeta(name: string, content: string): () => void {
	const tag = meta(name);
	const before = tag?.content ?? '';
	if (tag) tag.content = content;
	return () => {
		if (tag) tag.content = before;
	};
}

export const underTheNotch: Attachment = () =>
	setMeta('viewport', 'width=device-width, initial-scale=1, viewport-fit=cover');

export const darkToTheEdge: Attachment = () => {
	const root = document.documentElement;
	root.dataset['theme'] = 'dark';
	const restore = setMeta('theme-color', getComputedStyle(root).getPropertyValue('--paper'));
	return () => {
		delete root.dataset['theme'];
		restore();
	};
};
