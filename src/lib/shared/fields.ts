// Fields that several schemas share. What passes here fits into its column and has one spelling only.
import * as v from 'valibot';

/** As part of a pattern for addresses. */
export const ID_PATTERN = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';

/** UUID in lower case: ids are keys of the projection and file names, so `A…` and `a…` must not both exist. */
export const IdField = v.pipe(
	v.string(),
	v.regex(new RegExp(`^${ID_PATTERN}$`), 'a UUID in lower case')
);

/** Whether a uuid column can be asked for it; anything else would be a fault of the database. */
export const isId = (text: string): boolean => v.is(IdField, text);

/** Text that a text or JSON column keeps as it is: PostgreSQL refuses NUL, and half a surrogate pair has no UTF-8. */
export const TextField = v.pipe(
	v.string(),
	v.check(
		(text) => text.isWellFormed() && !text.includes('\0'),
		'text without NUL or half a character'
	)
);

/** A whole number ≥ 0 that a bigint column and a JSON number both hold exactly. */
export const CountField = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/**
 * Milliseconds since the epoch, UTC.
 * @alias
 */
export const MillisField = CountField;

/** Lower-case hexadecimal, 64 characters. */
export const Sha256Field = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

/** What a person wrote, as `TextField` takes it: their words must not be lost for half a character. */
export const keepable = (text: string): string => text.replaceAll('\0', ' ').toWellFormed();

/** A name that a device gave: cut and cleaned, never refused, for what hangs on it must not be lost. */
export const labelField = (maxLength: number) =>
	v.pipe(
		v.string(),
		v.transform((text) => keepable(text.slice(0, maxLength)))
	);
