/** GB 11643-1999, ISO 7064 MOD 11-2: the last character of an ID number checks the other seventeen. */
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS = '10X98765432';

/** @param idNumber 17 digits and a digit or X */
export function hasCheckDigit(idNumber: string): boolean {
	const sum = WEIGHTS.reduce((so, weight, at) => so + weight * Number(idNumber[at]), 0);
	return CHECKS[sum % 11] === idNumber[17];
}
