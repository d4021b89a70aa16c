import { expect, test } from 'vitest';
import type { Role } from './permissions.ts';
import { isOpen, staffLinks } from './staff-links.ts';

const linksOf = (...roles: Role[]) =>
	staffLinks({
		...{ account: 'a', name: '甲', candidate: null },
		grants: roles.map((role) => ({ role, exam: null, room: null }))
	});

test.each<[Role, string[]]>([
	['invigilator', ['rooms']],
	['technician', ['rooms', 'desk', 'hand-in']],
	['administrator', ['rooms', 'desk', 'hand-in']],
	['auditor', ['rooms', 'desk']],
	['examiner', []]
])('[I5] %s is led to %j', (role, keys) => {
	expect(linksOf(role).map(({ key }) => key)).toEqual(keys);
});

test('[I5] the page that is open is marked, and no other', () => {
	const links = linksOf('technician');
	const open = (path: string) =>
		links.filter(({ href }) => isOpen(href, path, links)).map(({ key }) => key);
	expect(open('/proctor')).toEqual(['rooms']);
	expect(open('/proctor/rooms/x')).toEqual(['rooms']);
	expect(open('/proctor/hand-in')).toEqual(['hand-in']);
	expect(open('/desk/x')).toEqual(['desk']);
	expect(open('/desks')).toEqual([]);
});
