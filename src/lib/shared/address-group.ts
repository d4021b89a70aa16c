// Whom a network address stands for, wherever what one of them may do is bounded.

const NETWORK_GROUPS = 4;

/** One household holds a whole IPv6 /64; and an IPv4 address may come in IPv6 clothes. */
export function addressGroup(address: string): string {
	const bare = address.split('%')[0] ?? '';
	const url = `http://[${bare}]`;
	if (!URL.canParse(url)) return bare.toLowerCase();
	// the one way to write it, whoever wrote it
	const groups = expanded(new URL(url).hostname.slice(1, -1));
	if (groups.slice(0, 6).join() === '0,0,0,0,0,ffff') return groups.slice(6).map(dotted).join('.');
	return `${groups.slice(0, NETWORK_GROUPS).join(':')}::/64`;
}

function expanded(address: string): string[] {
	const groups = (text = ''): string[] => (text === '' ? [] : text.split(':'));
	const [head, tail] = address.split('::').map(groups);
	const [left, right] = [head ?? [], tail ?? []];
	return [...left, ...Array.from({ length: 8 - left.length - right.length }, () => '0'), ...right];
}

function dotted(group: string): string {
	const value = Number.parseInt(group, 16);
	return `${value >> 8}.${value & 255}`;
}
