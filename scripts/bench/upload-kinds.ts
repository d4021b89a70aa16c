export const SERVER_KINDS = ['floor', 'ours', 'stock', 'durable'] as const;
export type ServerKind = (typeof SERVER_KINDS)[number];

export const BENCH_TOKEN = 'bench';
export const BENCH_GRANT = {
	attempt: '00000000-0000-4000-8000-000000000001',
	lease: '00000000-0000-4000-8000-000000000002'
};
