// Who may do what. One function decides for every route, command, socket topic and file.

export const ROLES = [
	'candidate',
	'invigilator',
	'technician',
	'administrator',
	'examiner',
	'auditor'
] as const;
export type Role = (typeof ROLES)[number];

export const PERMISSIONS = [
	/** see the sittings and rooms one is responsible for, and the stage of their candidates */
	'room.view',
	/** see and hear a candidate's recording */
	'recording.view',
	/** let in, let a device in, grant time, end, give up waiting (I4) */
	'attempt.act',
	/** see the pictures of a login by face, let somebody in who was not recognised, confirm who it is (C6, I4) */
	'identity.judge',
	/** see the small pictures of a room, and a candidate live (I1, I2) */
	'live.view',
	/** read the conversation with a candidate, and what a room's page tells of incidents and messages (I1, I3) */
	'chat.read',
	/** answer, warn, speak to the whole room (I3) */
	'chat.write',
	/** say what an incident is (I4) */
	'incident.judge',
	/** sign a room off, and open it by being present (I4) */
	'room.sign',
	/** see devices, connections, backlog and reported mistakes; no recording (I5) */
	'desk.use',
	/** deal with what a candidate reported as wrong in their details (C17, I5) */
	'details.settle',
	/** issue a temporary password (C7, I5) */
	'password.issue',
	/** take a phone's place away (I5) */
	'phone.unpair',
	/** expect the rest of an upload no longer, and again (C24, I5) */
	'upload.settle',
	/** take in a file with recordings that could not be uploaded (C24) */
	'hand-in.take'
] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** What everybody who watches sees, and what they also do. */
const READS: readonly Permission[] = ['room.view', 'recording.view', 'live.view', 'chat.read'];
const CONDUCTS: readonly Permission[] = [
	...(['attempt.act', 'identity.judge', 'incident.judge', 'chat.read', 'chat.write'] as const),
	...(['details.settle', 'phone.unpair', 'upload.settle'] as const)
];
const SUPPORTS: readonly Permission[] = [
	...(['room.view', 'desk.use', 'details.settle', 'password.issue'] as const),
	...(['phone.unpair', 'upload.settle', 'hand-in.take'] as const)
];

const ALLOWED: Record<Role, readonly Permission[]> = {
	candidate: [],
	invigilator: [...READS, ...CONDUCTS, 'room.sign'],
	technician: SUPPORTS,
	administrator: [...SUPPORTS, ...CONDUCTS],
	examiner: [],
	auditor: [...READS, 'desk.use']
};

/** A role held for one exam and room, or (null) for all. */
export interface RoleGrant {
	readonly role: Role;
	readonly exam: string | null;
	readonly room: string | null;
}

/** A person who has logged in. */
export interface Person {
	/** The account's id, not what is typed to log in. */
	readonly account: string;
	readonly name: string;
	readonly grants: readonly RoleGrant[];
	/** The candidate's id on the roster, when this person is one. */
	readonly candidate: string | null;
}

/** Where the thing lies that somebody wants to touch. */
export interface Place {
	readonly exam: string;
	readonly room: string;
}

export function may(person: Person | null, permission: Permission, place: Place): boolean {
	if (!person) return false;
	return person.grants.some(
		(grant) =>
			ALLOWED[grant.role].includes(permission) &&
			(grant.exam === null || grant.exam === place.exam) &&
			(grant.room === null || grant.room === place.room)
	);
}

/** By which of their roles, and so where: what a query looks through. Each line of it, `may` decides. */
export const grantsFor = (person: Person, permission: Permission): readonly RoleGrant[] =>
	person.grants.filter((grant) => ALLOWED[grant.role].includes(permission));

/** Held at some place at least: opens a list, whose lines `may` then decides one by one. */
export function mayAnywhere(person: Person | null, permission: Permission): boolean {
	return person?.grants.some((grant) => ALLOWED[grant.role].includes(permission)) ?? false;
}
