// For what is harmless to lose when the database's machine dies: the last word of a device, when its picture came. Knows
// nothing of the log, whose commits wait for the disk.
import { sql } from 'kysely';

/**
 * In a select list: the commit of this statement does not wait for the disk. PostgreSQL commits one transaction with an
 * announcement at a time, in all of the database; where hundreds a second wait for a slow disk each, nobody is told.
 */
export const unsynced = sql`set_config('synchronous_commit', 'off', true)`;
