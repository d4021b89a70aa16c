import type { PageSight } from '../login-ports.ts';

export const pageSight: PageSight = {
	isHidden: () => document.visibilityState === 'hidden',
	onChange(listener) {
		document.addEventListener('visibilitychange', listener);
		return () => document.removeEventListener('visibilitychange', listener);
	}
};
