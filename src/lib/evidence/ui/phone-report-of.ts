// What the phone says of itself with each sign of life (C11, P5). Pure.
import type { PhoneReport } from '../../live/wire.ts';
import type { PhoneStep } from '../phone-steps.ts';
import type { SweepView } from './evidence-view.ts';

export interface ReportFacts {
	readonly step: PhoneStep;
	readonly filming: boolean;
	readonly finished: boolean;
	readonly sweep: Pick<SweepView, 'state' | 'seen' | 'faceShare'>;
	readonly battery: PhoneReport['battery'];
	readonly awake: PhoneReport['awake'];
	readonly savedTo: PhoneReport['savedTo'];
	readonly safeTo: PhoneReport['safeTo'];
}

export function phoneReportOf(facts: ReportFacts): PhoneReport {
	const { sweep, battery, awake, savedTo, safeTo } = facts;
	const sweeps = facts.step === 'sweep' && sweep.state !== 'ready';
	return {
		page: pageOf(facts),
		...{ battery, awake, savedTo, safeTo },
		sectors: sweeps ? sweep.seen.filter(Boolean).length : null,
		faceShare: sweeps ? sweep.faceShare : null
	};
}

function pageOf({ step, filming, finished }: ReportFacts): PhoneReport['page'] {
	if (step === 'film') return filming ? 'filming' : 'interrupted';
	if (step === 'finish') return finished ? 'done' : 'stopped';
	return step;
}
