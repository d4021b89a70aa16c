// Shows a component in a real browser as a page of a given size, for tests and for pictures of it.
import axe from 'axe-core';
import { flushSync, mount, unmount, type Component } from 'svelte';
import { page } from 'vitest/browser';
import '../../../../app.css';
import type { Locale } from '../../i18n.ts';
import { loadMessages } from '../load-messages.ts';
import InLanguage from './InLanguage.svelte';

export const SIZES = {
	laptop: [1366, 768],
	desktop: [1920, 1080],
	phone: [390, 844],
	'phone-small': [320, 568],
	'phone-lying': [844, 390],
	tablet: [820, 1180]
} as const;
export type Size = keyof typeof SIZES;

/** A folder inside the project, when somebody wants to look: `VITE_SHOTS=$PWD/.vite/shots npx vitest …`. */
const SHOTS: unknown = import.meta.env['VITE_SHOTS'];

let shown: Record<string, unknown> | null = null;

export async function show<Props extends Record<string, unknown>>(
	component: Component<Props>,
	props: Props,
	{ size = 'laptop', locale = 'zh-CN' }: { size?: Size; locale?: Locale } = {}
): Promise<void> {
	await clear();
	const [width, height] = SIZES[size];
	await page.viewport(width, height);
	document.documentElement.lang = locale;
	const language = { locale, messages: await loadMessages(locale) };
	shown = mount(InLanguage as unknown as Component<Record<string, unknown>>, {
		target: document.body,
		props: { component, props, language }
	});
	flushSync();
}

export async function clear(): Promise<void> {
	if (shown) await unmount(shown);
	shown = null;
}

/** @returns what axe-core finds serious or critical, as `rule: selector` */
export async function seriousFaults(): Promise<string[]> {
	const { violations } = await axe.run(document, { resultTypes: ['violations'] });
	return violations
		.filter(({ impact }) => impact === 'serious' || impact === 'critical')
		.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${String(node.target)}`));
}

/** @returns the texts that are cut off or reach beyond the window */
export function cutTexts(): string[] {
	const cut = [...document.body.querySelectorAll<HTMLElement>('*')].filter(
		(element) =>
			element.checkVisibility() &&
			element.closest('.sr') === null &&
			element.getBoundingClientRect().right > document.documentElement.clientWidth + 1
	);
	return cut.map((element) => element.outerHTML.slice(0, 120));
}

export async function shoot(name: string): Promise<void> {
	if (typeof SHOTS !== 'string') return;
	await document.fonts.ready;
	await page.screenshot({ path: `${SHOTS}/${name}.png`, animations: 'disabled' });
}
