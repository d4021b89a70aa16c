// The device checks of an attempt (C4), newest first, and in what each differs from the one before (I5). Without the
// digests of labels: they are nobody's to read. Pure.
import { checksDiffer, type Difference } from '../integrity/passport-differences.ts';
import type { Passport } from '../integrity/passport.ts';

export type DeskCheck = Omit<Passport, 'v' | 'salt' | 'camera' | 'microphone'> & {
	/** Null: the first of this device. */
	readonly differs: readonly Difference[] | null;
};

/** @param told in the order of the log */
export function deskChecks(told: readonly Passport[]): DeskCheck[] {
	const last = new Map<Passport['device'], Passport>();
	const checks = told.map((passport) => {
		const before = last.get(passport.device);
		last.set(passport.device, passport);
		const { v: _v, salt: _salt, camera: _camera, microphone: _microphone, ...shown } = passport;
		return { ...shown, differs: before ? checksDiffer(before, passport) : null };
	});
	return checks.reverse();
}
