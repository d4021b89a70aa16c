// The tables of what makes an attempt verifiable (0012): the installation's key, and what was published of closed sittings.
import type { Generated } from 'kysely';

export interface VerifyTables {
	/** C34: signs exports and roots; one per installation. */
	signing_key: {
		singleton: Generated<boolean>;
		/** 32 bytes in hexadecimal. */
		public: string;
		/** Private key (PKCS #8), wrapped by the master key. */
		private_wrapped: string;
		created_at: number;
	};
	/** C34: of each sitting that was closed. */
	sitting_roots: {
		sitting_id: string;
		closed_at: number;
		count: number;
		root: string;
		signature: string;
	};
	/** The tree's entries in their order. */
	sitting_heads: {
		sitting_id: string;
		place: number;
		/** Null once the person was erased. */
		attempt_id: string | null;
		seq: number;
		hash: string;
	};
}
