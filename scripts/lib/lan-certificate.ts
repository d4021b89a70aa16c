// A certificate made on the spot for this machine's addresses, so that a phone on the same network may use its camera
// (browsers give none without https). Kept beside the demo's data: a phone has to accept it only once.
import { X509Certificate } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import selfsigned from 'selfsigned';

export interface LanCertificate {
	/** Paths of PEM files. */
	readonly cert: string;
	readonly key: string;
	/** IPv4 addresses under which this machine is reached, the likeliest first; empty without a network. */
	readonly addresses: readonly string[];
}

/** iPhones take no certificate that is valid for longer than 825 days; a year is enough for a demo. */
const VALID_DAYS = 365;
const RENEW_BEFORE_MS = 86_400_000;
const DNS_NAME = 2;
const IP_ADDRESS = 7;

export async function lanCertificate(folder: string): Promise<LanCertificate> {
	const cert = join(folder, 'lan-cert.pem');
	const key = join(folder, 'lan-key.pem');
	const addresses = lanAddresses();
	if (!(await isFor(cert, addresses))) {
		const made = await make(addresses);
		await writeFile(key, made.private, { mode: 0o600 });
		await writeFile(cert, made.cert);
	}
	return { cert, key, addresses };
}

function lanAddresses(): string[] {
	const found = Object.entries(networkInterfaces()).flatMap(([name, all]) =>
		(all ?? [])
			.filter(({ family, internal }) => family === 'IPv4' && !internal)
			.map(({ address }) => ({ name, address }))
	);
	// a phone is in the network of the cable or the radio, hardly in that of a container
	return found.toSorted((a, b) => rank(a.name) - rank(b.name)).map(({ address }) => address);
}

const rank = (name: string): number => (/^(en|eth|wl|wi-?fi)/i.test(name) ? 0 : 1);

async function isFor(path: string, addresses: readonly string[]): Promise<boolean> {
	const pem = await readFile(path, 'utf8').catch(() => null);
	if (pem === null) return false;
	const known = new X509Certificate(pem);
	const lasts = known.validToDate.getTime() - Date.now() > RENEW_BEFORE_MS;
	return lasts && ['127.0.0.1', ...addresses].every((address) => known.checkIP(address));
}

function make(addresses: readonly string[]): Promise<selfsigned.GenerateResult> {
	const names = [
		{ type: DNS_NAME, value: 'localhost' },
		...['127.0.0.1', ...addresses].map((ip) => ({ type: IP_ADDRESS, ip }))
	];
	const day = 86_400_000;
	return selfsigned.generate([{ name: 'commonName', value: 'Duimian demo' }], {
		keyType: 'ec',
		curve: 'P-256',
		notBeforeDate: new Date(Date.now() - day),
		notAfterDate: new Date(Date.now() + VALID_DAYS * day),
		extensions: [
			{ name: 'basicConstraints', cA: false },
			{ name: 'keyUsage', digitalSignature: true },
			{ name: 'extKeyUsage', serverAuth: true },
			{ name: 'subjectAltName', altNames: names }
		]
	} as selfsigned.SelfsignedOptions);
}
