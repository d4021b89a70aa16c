import type { RootOperationNode } from 'kysely';
import type { Db } from '../db/database.ts';

/** The same database; of each query `count` is told before it is sent, and may throw as if the database were away. */
export const counted = (db: Db, count: (query: RootOperationNode) => void): Db =>
	db.withPlugin({
		transformQuery({ node }) {
			count(node);
			return node;
		},
		transformResult: ({ result }) => Promise.resolve(result)
	});
