import { describe, expect, test } from 'vitest';
import {
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
const TABLE: Record<Role, Record<Permission, boolean>> = {
	candidate: {
		'room.view': false,
		'recording.view': false,
		'attempt.act': false,
		'identity.judge': false,
		'hand-in.take': false
	},
	invigilator: {
		'room.view': true,
		'recording.view': true,
		'attempt.act': true,
		'identity.judge': true,
		'hand-in.take': false
	},
	technician: {
		'room.view': true,
		'recording.view': false,
		'attempt.act': false,
		'identity.judge': false,
		'hand-in.take': true
	},
	administrator: {
		'room.view': true,
		'recording.view': false,
		'attempt.act': true,
		'identity.judge': true,
		'hand-in.take': true
	},
	examiner: {
		'room.view': false,
		'recording.view': false,
		'attempt.act': false,
		'identity.judge': false,
		'hand-in.take': false
	},
	auditor: {
		'room.view': true,
		'recording.view': true,
		'attempt.act': false,
		'identity.judge': false,
		'hand-in.take': false
	}
};

describe.each(ROLES)('%s', (role) => {
	test.each(PERMISSIONS)('%s', (permission) => {
		expect(may(holding(everywhere(role)), permission, place)).toBe(TABLE[role][permission]);
		expect(mayAnywhere(holding(everywhere(role)), permission)).toBe(TABLE[role][permission]);
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
