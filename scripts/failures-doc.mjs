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

/** What to do, where the program says what is wrong and no more: the screen or the command around it shows the rest. */
const whatToDo = {
	AccessControlListNotSupported: 'Ask the owner to change that policy.',
	AccessDenied: 'Ask for that right: see [permissions](permissions.md).',
	BadDigest: 'Upload the parts again with the tool that made them.',
	BrokenName: 'Ask the operator of the service about that key.',
	EmptyName: 'Name all three.',
	ENETUNREACH: 'Check the network, then try again.',
	EntityTooSmall: 'Upload that part again with 5 MiB or more, or abort the upload.',
	InvalidPart: 'List the parts again.',
	InvalidPartOrder: 'Sort them by part number.',
	PreconditionFailed: 'Look at the object that is there before you try again.',
	Protected: 'Check that you mean this prefix.',
	ReadOnly: 'Use a connection that is not.',
	SignatureDoesNotMatch: 'Check both.',
	SilenceTimeout: 'Check the address and the port.',
};

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
		const advice = whatToDo[code];
		const said = hintWords(hint, 'command');
		const words = advice === undefined ? said : `${said} ${advice}`;
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
