/** Whether the database refused the values themselves (SQLSTATE class 22): the same again would fail the same way. */
export const isDataFault = (fault: unknown): boolean =>
	fault instanceof Error &&
	'code' in fault &&
	typeof fault.code === 'string' &&
	/^22[0-9A-Z]{3}$/.test(fault.code);
