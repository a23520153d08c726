/** What docs/services.md takes from the table of services, and from what `npm run test:servers` measured. */

/** What each fact is about. Every field of the table is named here. */
const titles = {
	endpoint: 'endpoint',
	hosts: 'recognised by its host',
	regions: 'regions',
	region: 'region to sign for',
	pathStyle: 'bucket in the path',
	checksums: 'checksums of requests',
	etagPredictable: 'the ETag of an object follows from those of its parts',
	ifNoneMatch: 'If-None-Match `*` on a Complete',
	ifMatch: 'If-Match on a Complete',
	leftOutParts: 'parts that a Complete leaves out',
	equalParts: 'all parts but the last of one size',
	understandsObjectSize: 'compares MpuObjectSize',
	limits: 'limits',
	ownExpiry: 'aborts uploads by itself',
	uploadsOrder: 'lists uploads in the order of',
	keyMarker: 'a key-marker alone is',
	startsAnywhere: 'a listing may start at any key',
	initiators: 'who a list names as the initiator',
	mayListTooFew: 'a list may miss uploads',
	listProvesGone: 'a list begun after an Abort proves by itself that the upload is gone',
	listing: 'about its lists',
	prefixListing: 'about its lists under a prefix',
	wholeKeyPrefixes: 'a prefix finds an upload only by its whole key',
	rightsFirst: 'ListParts checks rights before it looks for the upload',
	expectedBucketOwner: 'understands x-amz-expected-bucket-owner',
	objectAcls: 'an object can have an ACL',
	listPrice: 'list price of storage, offered for the price of a connection',
};

/** A section for each service. */
export function servicesText(services) {
	return Object.entries(services)
		.filter(([id]) => id !== 'other')
		.map(([id, {name, versions = {}, ...facts}]) => {
			const rows = [
				...rowsOf(facts, ''),
				...Object.entries(versions).flatMap(([version, {recognisedBy: _, ...more}]) =>
					rowsOf(more, `, ${version}`),
				),
			];
			const seen = Object.entries(versions).map(
				([version, {recognisedBy}]) => `${version} (${recognisedBy})`,
			);
			return [
				`### ${name} (\`${id}\`)`,
				...(seen.length === 0 ? [] : [`Versions, and how each is recognised: ${seen.join('; ')}.`]),
				['| what | | source | checked |', '|---|---|---|---|', ...rows].join('\n'),
			].join('\n\n');
		})
		.join('\n\n');
}

/** A row for each check of a conformance run. */
export function checksText(checkWords) {
	const rows = Object.entries(checkWords).map(
		([id, {requirement, partway}]) => `| \`${id}\` | ${requirement} | ${partway} |`,
	);
	return ['| check | what S3 documents | what partway does |', '|---|---|---|', ...rows].join('\n');
}

function rowsOf(facts, version) {
	return Object.entries(facts).map(([field, {is, source, on}]) => {
		const title = titles[field];
		if (title === undefined) throw new Error(`docs/services.md has no title for ${field}.`);
		return `| ${title}${version} | ${inWords(is)} | ${cell(source)} | ${on} |`;
	});
}

function inWords(is) {
	if (typeof is === 'boolean') return is ? 'yes' : 'no';
	if (Array.isArray(is)) return is[0] instanceof RegExp ? 'yes' : cell(is.join(', '));
	if (is.per !== undefined) return cell(priceInWords(is));
	if (typeof is === 'object')
		return Object.entries(is)
			.map(([field, value]) => parts[field](value))
			.join(', ');
	return cell(is);
}

/** The fields of a fact that has several. */
const parts = {
	minPartSize: bytes => `parts from ${bytes.toLocaleString('en')} bytes`,
	maxPartSize: bytes => `parts to ${bytes.toLocaleString('en')} bytes`,
	maxPartCount: count => `${count.toLocaleString('en')} parts`,
	maxObjectSize: bytes => `objects to ${bytes.toLocaleString('en')} bytes`,
	certain: certain => (certain ? 'fixed' : 'can be configured'),
	days: days => (days === 1 ? 'after a day' : `after ${days} days`),
	changeable: changeable => (changeable ? 'can be changed' : 'always'),
};

/** Connections carry their price for 1 GiB. */
function priceInWords({of, amount, currency, per}) {
	const perGiB = Number((amount * (per === 'GiB' ? 1 : 1024 ** 3 / 1000 ** 3)).toPrecision(6));
	const converted = per === 'GiB' ? '' : `, which is ${perGiB} ${currency} for 1 GiB`;
	return `${amount} ${currency} a month for 1 ${per}${converted} (${of})`;
}

function cell(text) {
	return text.replaceAll('|', '\\|');
}

/** A line for each report of `npm run test:servers`, and a section for each server that is not the sandbox. */
export function measuredText(reports) {
	const sorted = reports.toSorted((a, b) => (a.name < b.name ? -1 : 1));
	const rows = sorted.map(
		({name, measured, contract: {asS3, differences}, walk: {held, wrong}}) =>
			`| ${name} | ${measured} | ${asS3} of ${asS3 + differences.length} | ${held} | ${wrong.length} |`,
	);
	const table = [
		'| server | measured | cases as S3 | what partway says: right | wrong |',
		'|---|---|---|---|---|',
		...rows,
	].join('\n');
	const sections = sorted.filter(({name}) => !name.startsWith('sandbox')).map(sectionOf);
	return [table, ...sections].join('\n\n');
}

function sectionOf({name, measured, contract, walk, left}) {
	const lists = [
		[
			'Different from S3:',
			contract.differences.map(one => `${plain(one.name)}: ${code(one.got)} for ${code(one.s3)}`),
		],
		['Seen in the walk of partway:', walk.differences.map(plain)],
		['Unknown to partway, where the bare SDK can tell:', walk.open.map(plain)],
		['Not tried:', walk.notWalked.map(plain)],
		['Buckets left behind:', left.length === 0 ? [] : [`${left.length}`]],
	];
	return [
		`### ${name}, ${measured}`,
		...lists
			.filter(([, rows]) => rows.length > 0)
			.map(([title, rows]) => [title, '', ...rows.map(row => `- ${row}`)].join('\n')),
	].join('\n\n');
}

const longest = 160;

/** Odd keys hold characters that nobody sees, or that turn a line round. */
function visible(text) {
	return text.replace(
		/[\p{Cc}\p{Cf}\p{Cn}\p{Zl}\p{Zp}]/gu,
		character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
	);
}

function code(text) {
	const seen = visible(text);
	const short = seen.length > longest ? `${seen.slice(0, longest)}…` : seen;
	return short.includes('`') ? `\`\` ${short} \`\`` : `\`${short}\``;
}

function plain(text) {
	const seen = visible(text);
	const short = seen.length > 2 * longest ? `${seen.slice(0, 2 * longest)}…` : seen;
	return short.replaceAll('<', '&lt;').replaceAll('*', '\\*').replaceAll('_', '\\_');
}
