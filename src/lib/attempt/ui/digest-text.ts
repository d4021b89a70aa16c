const GROUP = 4;
const SHORT_GROUPS = 4;

/** `c41e 7a90 …`: hexadecimal that can be read out and compared. */
export const inGroups = (hex: string): string =>
	(hex.match(new RegExp(`.{1,${String(GROUP)}}`, 'g')) ?? []).join(' ');

/** The first 16 digits, enough to compare by eye. */
export const shortDigest = (hex: string): string => inGroups(hex.slice(0, GROUP * SHORT_GROUPS));
