// The result of a check in plain lines, for the support call: copied, and printed on one sheet. Pure.
import type { I18n } from '../../shared/ui/i18n.svelte.ts';
import type { CheckedExam, CheckView } from './check-view.ts';
import { lineWords } from './line-words.ts';

type Words = Pick<I18n, 't' | 'error' | 'number' | 'megabytes' | 'length' | 'dateTime' | 'locale'>;

export interface CheckSummary {
	readonly head: string;
	/** Null before the first check. */
	readonly time: string | null;
	readonly system: string;
	readonly lines: readonly string[];
}

export function checkSummary(
	view: CheckView,
	exam: CheckedExam | null,
	words: Words
): CheckSummary {
	const { t, dateTime } = words;
	const { kept, facts } = view;
	const none = t('check.summary.none');
	return {
		head: t('check.summary.head', { exam: exam?.title ?? t('app.name') }),
		time: kept && t('check.summary.time', { time: dateTime(kept.at), code: kept.code }),
		system: facts.browser ? t('check.summary.system', { ...namesOf(facts.browser) }) : '',
		lines: view.lines.map((stand) => {
			const { name, verdict, measured, needed, todo } = lineWords(stand, view, words);
			return t('check.summary.line', {
				...{ name, verdict, needed, todo },
				measured: measured === '' ? none : measured
			}).trim();
		})
	};
}

const namesOf = ({ browser, system }: { browser: string; system: string }) => ({ browser, system });

export const summaryText = ({ head, time, system, lines }: CheckSummary): string =>
	[head, ...(time === null ? [] : [time]), system, ...lines].join('\n');
