// Pages of single candidates on a real database: nobody has been heard, no face compared, and nobody acts.
import { STARTS_AT } from '../../recording/testing/seed.ts';
import type { Db } from '../../server/db/database.ts';
import type { CandidateView } from '../candidate-view.ts';
import {
	createCandidateViews,
	type CandidateViewParts,
	type CandidateViews
} from '../server/candidate-view.service.ts';

export const candidateViewsOn = (
	db: Db,
	parts: Partial<Omit<CandidateViewParts, 'db'>> = {}
): CandidateViews =>
	createCandidateViews({
		...{ db, clock: { now: () => STARTS_AT + 90_000 }, epoch: 'epoch' },
		acts: { view: () => Promise.resolve({} as CandidateView['acts']) },
		hearing: { lastHeard: () => Promise.resolve(null) },
		scores: { of: () => Promise.resolve(null) },
		...parts
	});
