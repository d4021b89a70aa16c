import * as ground from './0001-ground.ts';
import * as handIn from './0005-hand-in.ts';

/** In order of their names; never edit one that has landed. */
export const migrations = { '0001-ground': ground, '0005-hand-in': handIn };
