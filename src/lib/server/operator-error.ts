/** A situation that the operator must mend; the message says how, in Chinese and English, and needs no stack. */
export class OperatorError extends Error {
	readonly forOperator = true;
}
