/** How a person was let in: by password (C7), by face (C6), or by a person who looked (C6). */
export const LOGIN_WAYS = ['password', 'face', 'admitted'] as const;
export type LoginWay = (typeof LOGIN_WAYS)[number];
