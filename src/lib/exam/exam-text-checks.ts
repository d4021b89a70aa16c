import type { Say } from './exam-file-checks.ts';
import { placeOf } from './exam-file-faults.ts';
import type { ExamFile } from './exam-file.ts';

/** Texts that are given in Chinese alone. One that is plain text for both languages was meant so. */
export function missingEnglish(file: ExamFile, warn: Say): void {
	walk(file, [], warn);
}

function walk(value: unknown, steps: (string | number)[], warn: Say): void {
	if (typeof value !== 'object' || value === null) return;
	if ('zh-CN' in value && !('en' in value)) warn(placeOf(steps), 'english-missing');
	for (const [key, inner] of Object.entries(value))
		walk(inner, [...steps, Array.isArray(value) ? Number(key) : key], warn);
}
