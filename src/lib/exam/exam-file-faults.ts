// A schema's issues as faults with their place, in words of this domain.
import type * as v from 'valibot';
import { FAULT_WORDS, fault, type Fault, type FaultCode } from './exam-file-words.ts';

type Step = string | number;

/** `sittings[1].rooms[0].name`; a member whose name is no plain word in quotes. */
export function placeOf(steps: readonly Step[]): string {
	return steps.reduce<string>((place, step) => {
		if (typeof step === 'number') return `${place}[${step}]`;
		if (!/^[A-Za-z_][\w-]*$/.test(step)) return `${place}[${JSON.stringify(step)}]`;
		return place === '' ? step : `${place}.${step}`;
	}, '');
}

export function faultsOf(issues: readonly v.BaseIssue<unknown>[]): Fault[] {
	return issues.map((issue) => {
		const place = placeOf((issue.path ?? []).map((step) => step.key as Step));
		const { code, params } = meaningOf(issue);
		return fault(place, code, params);
	});
}

const isFaultCode = (text: string): text is FaultCode => Object.hasOwn(FAULT_WORDS, text);

function meaningOf(issue: v.BaseIssue<unknown>): { code: FaultCode; params: Fault['params'] } {
	const expected = issue.expected ?? '';
	// a member that is not there, as valibot says it: the object expected "name"
	if (issue.path?.at(-1)?.origin === 'key' && expected.startsWith('"'))
		return { code: 'missing', params: {} };
	if (issue.type === 'never') return { code: 'unknown-member', params: {} };
	if (issue.type === 'picklist') return { code: 'not-one-of', params: { options: expected } };
	if (isFaultCode(issue.message)) return { code: issue.message, params: limitsOf(issue) };
	const [expectedZh = expected, expectedEn = expected] = TYPES[issue.type] ?? [];
	return { code: 'wrong-type', params: { expectedZh, expectedEn } };
}

const TYPES: Readonly<Record<string, readonly [string, string]>> = {
	string: ['文字', 'text'],
	number: ['数字', 'a number'],
	boolean: [' true 或 false', 'true or false'],
	array: ['列表 […]', 'a list […]'],
	record: ['对象 {…}', 'an object {…}'],
	object_with_rest: ['对象 {…}', 'an object {…}']
};

function limitsOf({ type, requirement, expected }: v.BaseIssue<unknown>): Fault['params'] {
	const limit = typeof requirement === 'number' ? requirement : '';
	if (type === 'literal') return { expected: (expected ?? '').replaceAll('"', '') };
	if (type === 'min_value') return { range: `≥ ${limit}` };
	if (type === 'max_value') return { range: `≤ ${limit}` };
	if (type === 'integer') return { range: '整数 whole number' };
	return { most: limit, least: limit };
}
