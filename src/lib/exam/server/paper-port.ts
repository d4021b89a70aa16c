// What importing and exporting an exam need of its papers: sealing and opening, by the master key.
import type { Db } from '../../server/db/database.ts';
import type { Result } from '../../shared/result.ts';
import type { PaperContent } from '../paper-content.ts';

export interface PaperPort {
	/** In the caller's transaction. @returns why it is refused */
	seal(tx: Db, sitting: string, paper: PaperContent): Promise<Result<void, string>>;
	/** null: the sitting has no paper. */
	open(db: Db, sitting: string): Promise<PaperContent | null>;
	/** Whether the sitting has a paper, without opening it. */
	has(db: Db, sitting: string): Promise<boolean>;
}
