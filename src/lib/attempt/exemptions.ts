// What single candidates are let off (C14): somebody who cannot see scans no code and finds no oval (C6). Frozen into
// their attempt as rules.
import type { ExamRules } from './rules.ts';

export const EXEMPTIONS = ['phone', 'sweep', 'face'] as const;
export type Exemption = (typeof EXEMPTIONS)[number];

export const withExemptions = (rules: ExamRules, exempt: readonly Exemption[]): ExamRules => ({
	...rules,
	...Object.fromEntries(exempt.map((facet) => [facet, 'waived' as const]))
});
