// Where this phone is on its way, kept beside its film: a page that was killed comes back to the same step.
import { PHONE_STEPS, type PhoneStep } from '../phone-steps.ts';

export interface PhoneProgress {
	step(): PhoneStep;
	note(step: PhoneStep): void;
}

export function phoneProgress(lease: string): PhoneProgress {
	const key = `duimian-phone:${lease}`;
	let known = read(key);
	return {
		step: () => known,
		note(step) {
			known = step;
			try {
				localStorage.setItem(key, step);
			} catch {
				// storage that is switched off forgets it with the page; the film is in the vault all the same
			}
		}
	};
}

function read(key: string): PhoneStep {
	try {
		return PHONE_STEPS.find((step) => step === localStorage.getItem(key)) ?? 'check';
	} catch {
		return 'check';
	}
}
