// The login form as it comes in. Lengths only: what is wrong with an account or a password is not told here.
import * as v from 'valibot';
import { TextField } from '../shared/fields.ts';

const MAX_ACCOUNT = 100;
const MAX_PASSWORD = 200;
const MAX_NEXT = 2000;

export const LoginFormSchema = v.object({
	account: v.pipe(TextField, v.trim(), v.minLength(1), v.maxLength(MAX_ACCOUNT)),
	password: v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_PASSWORD)),
	next: v.optional(v.pipe(v.string(), v.maxLength(MAX_NEXT)))
});
