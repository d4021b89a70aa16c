import type { Person } from '#lib/accounts/permissions.ts';
import type { Locale } from '#lib/shared/i18n.ts';

declare global {
	namespace App {
		interface Locals {
			/** Who has logged in on this browser, by the session cookie. */
			person: Person | null;
			locale: Locale;
		}
		interface PageData {
			locale: Locale;
		}
	}
}

export {};
