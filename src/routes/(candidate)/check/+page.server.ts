// The device check (C4): for anybody, at any time. An exam's address brings its needs; without one the usual ones count.
import { browserKind } from '#lib/attempt/browser-kind.ts';
import { DEFAULT_RULES, type ExamRules } from '#lib/attempt/rules.ts';
import { cameFrom } from '#lib/check/check-address.ts';
import type { CheckedRules } from '#lib/check/needs.ts';
import { getApp } from '#lib/server/app.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ request, url }) => {
	const { arrivals, clock } = getApp();
	const from = cameFrom(url.searchParams);
	const named = from.exam === null ? null : await arrivals.checked(from.exam);
	const { phone } = browserKind(request.headers.get('user-agent') ?? '');
	return {
		device: phone ? ('phone' as const) : ('desktop' as const),
		exam: named?.exam ?? null,
		rules: checkedRules(named?.rules ?? DEFAULT_RULES),
		// a name that nobody knows leads back to the front page
		from: named ? from : { ...from, exam: null },
		now: clock.now()
	};
};

/** The page is told no more of the rules than it goes by. */
const checkedRules = (rules: ExamRules): CheckedRules => ({
	camera: rules.camera,
	screen: rules.screen,
	evidence: rules.evidence,
	phone: rules.phone,
	loginOpensBeforeMs: rules.loginOpensBeforeMs,
	entryOpensBeforeMs: rules.entryOpensBeforeMs
});
