// 保存回执 (C24): one HTML file that opens anywhere without a network and prints on A4; no script runs in it. The same
// facts lie in it as JSON for a program.
import type { I18n } from '../../shared/ui/i18n.svelte.ts';
import { incidentWhat, incidentWhen } from './incident-words.ts';
import { receiptFacts } from './receipt-facts.ts';
import {
	lotProofPath,
	type FullReceipt,
	type IncidentOnReceipt,
	type LotOnReceipt
} from './receipt-view.ts';

const STYLE = `
@page { size: A4; margin: 20mm }
* { box-sizing: border-box }
body { max-width: 170mm; margin: 10mm auto; padding: 0 5mm; background: #fff; color: #000;
	font: 16px/1.7 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', system-ui, sans-serif; overflow-wrap: anywhere }
h1 { font-size: 26px; line-height: 1.4 } h2 { margin: 24px 0 8px; font-size: 18px; border-bottom: 1px solid #000 }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 24px; margin: 0 } dd { margin: 0 }
.lot { font-size: 48px; font-weight: 600; line-height: 1.2 }
.code { font-family: ui-monospace, Consolas, monospace }
a { color: #000 }
@media print { body { margin: 0; padding: 0; max-width: none } dl, p { break-inside: avoid } }
`;

/** @param origin of this installation, for the address where the draw can be recomputed */
export function receiptHtml(receipt: FullReceipt, i18n: I18n, origin: string): string {
	const { t } = i18n;
	const { exam, lot, tracks, head, completedAt, incidents } = receipt;
	const facts = [
		{ label: t('receipt.completed'), value: i18n.dateTime(completedAt) },
		...receiptFacts(receipt, i18n)
	];
	const title = `${t('done.receipt')} · ${exam.title}`;
	return `<!doctype html>
<html lang="${i18n.locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escaped(t('done.receipt'))}</h1>
<p>${escaped(exam.title)}</p>
<dl>${facts.map(({ label, value }) => row(label, escaped(value))).join('')}</dl>
${lot ? lotSection(lot, i18n, origin) : ''}
<h2>${escaped(t('incidents.title'))}</h2>
${incidentSection(incidents, i18n)}
<h2>${escaped(t('receipt.digests'))}</h2>
<p>${escaped(t('receipt.digests.body'))}</p>
<dl>
${tracks.map(({ track, digests }) => row(t(`track.${track}`), digests.map(code).join('<br>'))).join('\n')}
${row(t('done.head', { seq: head.seq }), code(head.hash))}
</dl>
</main>
<script type="application/json" id="receipt">${jsonOf(receiptData(receipt, origin))}</script>
</body>
</html>
`;
}

/** For programs; members stay, new ones may come (docs/spec/hand-in.md). */
export function receiptData(receipt: FullReceipt, origin: string) {
	const { exam, candidate, lot, ...facts } = receipt;
	return {
		v: 1,
		type: 'duimian-receipt',
		exam: exam.title,
		kind: exam.kind,
		sitting: exam.sittingCode,
		candidate,
		lot: lot && { ...lot, verify: origin + lotProofPath(lot) },
		...facts
	} as const;
}

function lotSection(lot: LotOnReceipt, { t }: I18n, origin: string): string {
	const address = escaped(origin + lotProofPath(lot));
	return `<h2>${escaped(t('receipt.lot'))}</h2>
<p><span class="lot">${String(lot.number)}</span> ${escaped(t('receipt.lot.of', { of: lot.of }))}</p>
<p>${escaped(t('receipt.lot.body'))}</p>
<dl>
${row(t('receipt.lot.verify'), `<a href="${address}">${address}</a>`)}
${row(t('receipt.lot.salt'), code(lot.salt))}
${row(t('receipt.lot.attempt'), code(lot.attempt))}
</dl>`;
}

function incidentSection(incidents: readonly IncidentOnReceipt[], i18n: I18n): string {
	const { t } = i18n;
	if (incidents.length === 0) return `<p>${escaped(t('incidents.none'))}</p>`;
	const lines = incidents.map((incident) => {
		const said = incident.comments.map(({ text }) => t('comment.mine') + text);
		return row(
			incidentWhen(incident, i18n),
			[incidentWhat(incident, i18n), ...said].map(escaped).join('<br>')
		);
	});
	return `<p>${escaped(t('incidents.lead.kept'))}</p>\n<dl>${lines.join('\n')}</dl>`;
}

const row = (label: string, value: string): string => `<dt>${escaped(label)}</dt><dd>${value}</dd>`;
const code = (text: string): string => `<span class="code">${escaped(text)}</span>`;

const ENTITIES: Record<string, string> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;'
};
const escaped = (text: string): string =>
	text.replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char);
/** Nothing in it ends the block. */
const jsonOf = (value: unknown): string =>
	JSON.stringify(value, null, '\t').replaceAll('<', '\\u003c');

/** `回执-SL0900-0017-20261128.html` */
export function receiptName({ exam, candidate, completedAt }: FullReceipt, { t }: I18n): string {
	const at = new Date(completedAt);
	const day = [at.getFullYear(), at.getMonth() + 1, at.getDate()]
		.map((part) => String(part).padStart(2, '0'))
		.join('');
	const name = [t('done.receipt'), exam.sittingCode, candidate.admission.slice(-4), day].join('-');
	return `${name.replace(/[\\/:*?"<>|\s]+/g, '_')}.html`;
}
