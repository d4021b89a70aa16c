import type { Person } from '#lib/accounts/permissions.ts';
import type { ErrorCode } from '#lib/shared/errors.ts';
import type { Locale } from '#lib/shared/i18n.ts';

declare global {
	namespace App {
		interface Error {
			/** Shown in words by the error page. */
			code?: ErrorCode;
			/** Of a fault's line in the log, for the support call. */
			id?: string;
			/** Where this person finds what they may see of the same thing. */
			instead?: string;
		}
		interface Locals {
			/** Who has logged in on this browser, by the session cookie. */
			person: Person | null;
			locale: Locale;
		}
	}
}

export {};
