const bucket = 'my-bucket';

/** Codes that are told from others by a pattern or by the status, one of each. */
const byPattern = [
	['AccessDenied', 403],
	['QuotaExceeded', 403, 'others with `Quota`, `StorageFull`, `LimitExceeded`'],
	['AccountProblem', 403, '`NotSignedUp`, `AllAccessDisabled`, `UserSuspended`'],
	['NotImplemented', 501, '`MethodNotAllowed`'],
	['InternalError', 500, 'any other with HTTP 500 and more'],
	['Other', 400],
];

/** What docs/troubleshooting.md takes from the tables of failures: a row for all codes with one meaning. */
export function codesText({hintsByCode, hintFor, hintWords}) {
	const codes = [...Object.keys(hintsByCode).map(code => [code]), ...byPattern];
	const meanings = new Map();
	for (const [code, status, more] of codes) {
		const target = {bucket};
		const hint = hintFor({
			operation: 'ListMultipartUploads',
			target,
			code,
			status,
			effect: 'never',
		});
		const words = hintWords(hint, 'command');
		const names = [
			code === 'Other' ? 'any other' : `\`${code}\``,
			...(more === undefined ? [] : [more]),
		];
		meanings.set(words, [...(meanings.get(words) ?? []), ...names]);
	}
	const rows = [...meanings].map(([words, names]) => `| ${names.join(', ')} | ${cell(words)} |`);
	return ['| code | what it means, and what to do |', '|---|---|', ...rows.sort()].join('\n');
}

/** Of what no code tells: each message with sample facts, the credentials, the endpoint, the network and the service apart. */
export function messagesText({hintsByCode, ...words}, samples) {
	const inTable = codesText({hintsByCode, ...words});
	return Object.entries(samples)
		.map(([code, [facts]]) => words.hintWords({code, ...facts}, 'command'))
		.filter(message => !/^The caller lacks/.test(message) && !inTable.includes(cell(message)))
		.map(message => `- ${message}`)
		.join('\n');
}

function cell(text) {
	return text.replaceAll('|', '\\|');
}
