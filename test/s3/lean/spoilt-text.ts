import {texts} from './drawn-values.js';
import type {Draw} from './random.js';

const pieces = [
	'<',
	'>',
	'&',
	';',
	'/',
	'"',
	"'",
	'\r',
	'\n',
	'<a>',
	'</a>',
	'<!--',
	'-->',
	'<![CDATA[',
	']]>',
	'<?x?>',
	'\0',
	'é',
	'=',
	' ',
	'<Key>k</Key>',
	'<IsTruncated>true</IsTruncated>',
	'<Error><Code>InternalError</Code></Error>',
	'<ServerTime>2026-11-22T10:11:12Z</ServerTime>',
];

/** How the text of an answer is spoilt, or only written in another way. */
export const spoilt: ReadonlyArray<(text: string, draw: Draw) => string> = [
	(text, draw) => {
		const at = draw.below(text.length + 1);
		return text.slice(0, at) + draw.one(pieces) + text.slice(at);
	},
	(text, draw) => {
		const at = draw.below(text.length + 1);
		return text.slice(0, at) + text.slice(at + 1 + draw.below(4));
	},
	(text, draw) => text.slice(0, draw.below(text.length + 1)),
	// Something behind its end.
	(text, draw) => text.trimEnd() + draw.one(pieces),
	(text, draw) => `${text.trimEnd()}\n${draw.one(pieces)}`,
	// An element twice.
	(text, draw) => {
		const all = [...text.matchAll(/<(\w+)>[^<]*<\/\1>/g)];
		if (all.length === 0) return text;
		const {0: whole, index} = draw.one(all);
		return (
			text.slice(0, index) +
			(draw.chance(0.5) ? whole : whole.replace(/>[^<]*</, '>other<')) +
			text.slice(index)
		);
	},
	// An element with something else in it.
	(text, draw) =>
		text.replace(/<(\w+)>[^<]*<\/\1>/, (_whole, name) => `<${name}>${draw.one(texts)}</${name}>`),
	(text, draw) =>
		text.replace(
			new RegExp(`<(${draw.one(['Key', 'ETag', 'Owner', 'Upload', 'Part', 'UploadId'])})>`),
			'<$1 a="b">',
		),
	(text, draw) =>
		text.replaceAll(
			new RegExp(`<(/?)(${draw.one(['Key', 'ETag', 'Upload', 'Part', '\\w+'])})>`, 'g'),
			'<$1s3:$2>',
		),
	text => text.replaceAll(/<(\/?)(\w+)/g, '<$1ns2:$2').replace('xmlns=', 'xmlns:ns2='),
	text => text.replaceAll('"http', "'http").replaceAll('/"', "/'"),
	text => text.replace('xmlns=', 'xmlns:xsi="x" xmlns='),
	text => `\ufeff${text}`,
	text => `\n${text}`,
	text => text.replaceAll('><', '>\r\n  <'),
	text => text.replaceAll('><', '>\n  <'),
	text => text.replaceAll('><', '> text <'),
	text => text.replace(/<(Owner|Upload|Part)>/, '<$1><New>1</New>'),
	text => text.replace(/<Upload>|<Part>/, '<Row>').replace(/<\/Upload>|<\/Part>/, '</Row>'),
	text => text.replace(/Result/g, 'Response'),
	text => text.replace(/List\w+Result/g, 'ListBucketResult'),
	text => `<!DOCTYPE a [<!ENTITY e "x">]>${text}`,
	text => text.replace(/<(\/?)(\w+)>/g, '<$1$2 >'),
	text => `${text}${text}`,
	() => '',
	() => ' \n',
	() => '<html><head><title>Sign in</title></head></html>',
	() => '{"error": "x"}',
	() => 'OK',
	() => '<ListPartsResult/>',
	() => '<ListMultipartUploadsResult xmlns="x"/>',
	() =>
		'<?xml version="1.0"?><Error><Code>AccessDenied</Code><Message>No.</Message><RequestId>R</RequestId></Error>',
	() => '<Error><Code>NoSuchUpload</Code><Message/></Error>\n',
];
