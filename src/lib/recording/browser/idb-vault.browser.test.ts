import { createIdbVault } from './idb-vault.ts';
import { vaultContract } from '../testing/vault.contract.ts';

vaultContract(() => createIdbVault(`test-${crypto.randomUUID()}`));
