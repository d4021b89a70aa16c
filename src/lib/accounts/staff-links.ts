// Where a person of staff may go, by what they may anywhere: the links in the header of their pages. Pure.
import { DESK_HOME, STAFF_HOME } from './landing.ts';
import { mayAnywhere, type Permission, type Person } from './permissions.ts';

export const STAFF_LINKS = [
	{ key: 'rooms', href: STAFF_HOME, permission: 'room.view' },
	{ key: 'desk', href: DESK_HOME, permission: 'desk.use' },
	{ key: 'hand-in', href: '/proctor/hand-in', permission: 'hand-in.take' }
] as const satisfies readonly { key: string; href: string; permission: Permission }[];

export type StaffLink = Pick<(typeof STAFF_LINKS)[number], 'key' | 'href'>;

export const staffLinks = (person: Person): StaffLink[] =>
	STAFF_LINKS.filter(({ permission }) => mayAnywhere(person, permission)).map(({ key, href }) => ({
		key,
		href
	}));

/** The link whose page, or a page below it, is open. */
export const isOpen = (href: string, path: string, links: readonly StaffLink[]): boolean =>
	isBelow(path, href) &&
	!links.some((other) => other.href.length > href.length && isBelow(path, other.href));

const isBelow = (path: string, href: string): boolean =>
	path === href || path.startsWith(`${href}/`);
