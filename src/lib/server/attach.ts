export const attach = 1;
