import { describe, expect, test } from 'vitest';
import {
	grantsFor,
	may,
	mayAnywhere,
	PERMISSIONS,
	ROLES,
	type Permission,
	type Person,
	type Role,
	type RoleGrant
} from './permissions.ts';

const place = { exam: 'exam-1', room: 'room-1' };

const holding = (...grants: RoleGrant[]): Person => ({
	account: 'a',
	name: '甲',
	grants,
	candidate: null
});
const everywhere = (role: Role): RoleGrant => ({ role, exam: null, room: null });

/** Written out, not computed: who changes the table in permissions.ts must change their mind twice. */
const TABLE: Record<Role, string> = {
	candidate: '',
	invigilator:
		'room.view recording.view attempt.act identity.judge live.view chat.read chat.write incident.judge room.sign details.settle phone.unpair upload.settle',
	technician:
		'room.view desk.use details.settle password.issue phone.unpair upload.settle hand-in.take',
	administrator:
		'room.view attempt.act identity.judge chat.read chat.write incident.judge desk.use details.settle password.issue phone.unpair upload.settle hand-in.take',
	examiner: '',
	auditor: 'room.view recording.view live.view chat.read desk.use'
};
const allows = (role: Role, permission: Permission): boolean =>
	TABLE[role].split(' ').includes(permission);

describe.each(ROLES)('%s', (role) => {
	test.each(PERMISSIONS)('%s', (permission) => {
		expect(may(holding(everywhere(role)), permission, place)).toBe(allows(role, permission));
		expect(mayAnywhere(holding(everywhere(role)), permission)).toBe(allows(role, permission));
	});
});

test('nobody may anything', () => {
	for (const permission of PERMISSIONS) {
		expect(may(null, permission, place)).toBe(false);
		expect(may(holding(), permission, place)).toBe(false);
		expect(mayAnywhere(null, permission)).toBe(false);
	}
});

test.each<[RoleGrant, boolean]>([
	[{ role: 'invigilator', exam: 'exam-1', room: 'room-1' }, true],
	[{ role: 'invigilator', exam: 'exam-1', room: null }, true],
	[{ role: 'invigilator', exam: 'exam-1', room: 'room-2' }, false],
	[{ role: 'invigilator', exam: 'exam-2', room: null }, false],
	[{ role: 'invigilator', exam: 'exam-2', room: 'room-1' }, false]
])('[E4] a grant reaches only its exam and room: %o → %s', (grant, allowed) => {
	expect(may(holding(grant), 'recording.view', place)).toBe(allowed);
});

test('two narrow grants do not add up to a third place', () => {
	const person = holding(
		{ role: 'invigilator', exam: 'exam-1', room: 'room-2' },
		{ role: 'technician', exam: 'exam-1', room: 'room-1' }
	);
	expect(may(person, 'recording.view', place)).toBe(false);
	expect(may(person, 'room.view', place)).toBe(true);
});

test('[I5] a query looks through the places of those roles alone that may', () => {
	const [desk, room] = [everywhere('technician'), everywhere('invigilator')];
	expect(grantsFor(holding(desk, room), 'desk.use')).toEqual([desk]);
	expect(grantsFor(holding(room), 'desk.use')).toEqual([]);
});
