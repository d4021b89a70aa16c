import { expect, test } from 'vitest';
import { CANDIDATE_HOME, DESK_HOME, landingPage, loginPageFor, STAFF_HOME } from './landing.ts';
import type { Person, Role } from './permissions.ts';

const OWN = 'https://exam.example.cn';
const candidate: Person = { account: 'a', name: '考生甲', grants: [], candidate: 'c' };
const staff: Person = { ...candidate, candidate: null };

test('everybody lands at home, or where they had wanted to go', () => {
	expect(landingPage(candidate, null, OWN)).toBe(CANDIDATE_HOME);
	expect(landingPage(staff, null, OWN)).toBe(STAFF_HOME);
	expect(landingPage(staff, '/proctor/room?x=1#y', OWN)).toBe('/proctor/room?x=1');
});

test.each<[string, Role[]]>([
	[DESK_HOME, ['technician']],
	[STAFF_HOME, ['invigilator']],
	[STAFF_HOME, ['administrator']],
	[STAFF_HOME, ['auditor']],
	[STAFF_HOME, ['technician', 'invigilator']]
])('[I5] at %s lands who is %j', (home, roles) => {
	const grants = roles.map((role) => ({ role, exam: null, room: null }));
	expect(landingPage({ ...staff, grants }, null, OWN)).toBe(home);
});

test.each([
	'https://evil.example/',
	'//evil.example/',
	'/\\evil.example/',
	'/\t/evil.example',
	'\\\\evil.example',
	'javascript:alert(1)',
	'proctor',
	'/',
	''
])('a crafted link leads nowhere else: %j', (next) => {
	expect(landingPage(staff, next, OWN)).toBe(STAFF_HOME);
});

test('the login page remembers where one was going', () => {
	const login = new URL(loginPageFor(new URL('/proctor/r?p=1&q=2', OWN)), OWN);
	expect(login.searchParams.get('next')).toBe('/proctor/r?p=1&q=2');
});
