import { sql, type Kysely } from 'kysely';

/** C8: when each device last spoke, which browser it is, and the devices that ask for an attempt. */
export async function up(db: Kysely<unknown>): Promise<void> {
	for (const statement of ACCESS) await sql.raw(statement).execute(db);
}

const ACCESS = [
	`alter table leases add column device_hash text, add column heard_at bigint`,
	`create index leases_attempt on leases (attempt_id)`,
	`create table lease_requests (
		id uuid primary key,
		attempt_id uuid not null references attempts,
		device_hash text not null,
		label text not null,
		heard_at bigint not null,
		settled boolean not null default false
	)`,
	`create index lease_requests_attempt on lease_requests (attempt_id)`,
	`create index lease_requests_open on lease_requests (heard_at) where not settled`
];
