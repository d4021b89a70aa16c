// A paper in an exam's file: numbers in their order, pictures that are there, and a size that devices can fetch.
import type { Say } from './exam-file-checks.ts';
import type { FilePaper, FileText } from './exam-file.ts';

const MOST_MB = 5;
const MB = 1_000_000;

export function checkPaper(paper: FilePaper, place: string, say: Say, warn: Say): void {
	const shown = new Set<string>();
	let expected = 0;
	paper.pages.forEach(({ questions }, p) => {
		questions.forEach(({ number, markdown }, q) => {
			const here = `${place}.pages[${p}].questions[${q}]`;
			expected += 1;
			if (number !== expected) say(`${here}.number`, 'question-order', { expected });
			for (const [where, written] of spellings(markdown, `${here}.markdown`))
				for (const name of picturesIn(written)) {
					shown.add(name);
					if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(name)) say(where, 'picture-outside', { name });
					else if (!Object.hasOwn(paper.pictures ?? {}, name))
						say(where, 'picture-missing', { name });
				}
		});
	});
	for (const name of Object.keys(paper.pictures ?? {}))
		if (!shown.has(name)) warn(`${place}.pictures`, 'picture-unused', { name });
	const size = JSON.stringify(paper).length;
	if (size > MOST_MB * MB)
		say(place, 'paper-too-large', { size: (size / MB).toFixed(1), most: MOST_MB });
}

function spellings(written: FileText, place: string): [place: string, text: string][] {
	if (typeof written === 'string') return [[place, written]];
	const english = written.en === undefined ? [] : [written.en];
	return [
		[`${place}.zh-CN`, written['zh-CN']],
		...english.map((one): [string, string] => [`${place}.en`, one])
	];
}

/** `![what it shows](name "title")`; the name may stand in angle brackets. */
function picturesIn(markdown: string): string[] {
	const found = markdown.matchAll(/!\[[^\]]*\]\(\s*(?:<([^>]*)>|([^\s)]+))/g);
	return Array.from(found, ([, bracketed, bare]) => bracketed ?? bare ?? '');
}
