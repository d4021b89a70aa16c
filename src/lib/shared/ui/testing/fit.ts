// A page as a person would see it: nothing that axe finds serious, nothing cut off, nothing under 16 px.
import { expect } from 'vitest';
import { cutTexts, seriousFaults, shoot } from './show.ts';

const SMALLEST_PX = 16;

function smallTexts(): string[] {
	return [...document.body.querySelectorAll<HTMLElement>('*')]
		.filter((element) => [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE))
		.filter((element) => parseFloat(getComputedStyle(element).fontSize) < SMALLEST_PX)
		.map((element) => element.outerHTML.slice(0, 120));
}

/** @param name of its picture, when one is wanted */
export async function expectFit(name: string): Promise<void> {
	await shoot(name);
	expect.soft(cutTexts()).toEqual([]);
	expect.soft(smallTexts()).toEqual([]);
	expect.soft(await seriousFaults()).toEqual([]);
}
