import {
	type LifecycleDocument,
	readLifecycle,
} from '../../../source/multipart/rules/lifecycle-document.js';
import type {LifecycleRule} from '../../../source/multipart/rules/lifecycle-rule.js';

export const s3 = 'http://s3.amazonaws.com/doc/2006-03-01/';

export const abortXml = (days: number | string) =>
	`<AbortIncompleteMultipartUpload><DaysAfterInitiation>${days}</DaysAfterInitiation></AbortIncompleteMultipartUpload>`;

/** A rule as S3 writes it. */
export function ruleXml({
	id = 'clean',
	status = 'Enabled',
	scope = '<Filter><Prefix></Prefix></Filter>',
	actions = abortXml(7),
}: {
	id?: string;
	status?: string;
	scope?: string;
	actions?: string;
} = {}): string {
	return `<Rule><ID>${id}</ID>${scope}<Status>${status}</Status>${actions}</Rule>`;
}

export function documentXml(...rules: string[]): string {
	return `<LifecycleConfiguration xmlns="${s3}">${rules.join('')}</LifecycleConfiguration>`;
}

export function documentOf(...rules: string[]): LifecycleDocument {
	return readLifecycle(documentXml(...rules));
}

export function ruleFrom(xml: string): LifecycleRule {
	const [rule] = documentOf(xml).rules;
	if (rule === undefined) throw new Error('the sample holds no rule');
	return rule;
}

/** What no SDK knows, in all the ways that XML has to write it. */
export const oddRule = `<x:Rule xmlns:y="urn:later" y:kind="a&amp;b">
	<!-- by hand -->
	<x:ID><![CDATA[odd & <rule>]]></x:ID><x:Filter><x:And><x:Prefix>a&#x26;b/</x:Prefix><x:Tag><x:Key>team</x:Key><x:Value>vidéo</x:Value></x:Tag>
	<x:ObjectSizeGreaterThan> 5 </x:ObjectSizeGreaterThan><y:Depth at='2'>3</y:Depth></x:And></x:Filter>
	<x:Status>Enabled</x:Status><x:Expiration><x:Days>30</x:Days></x:Expiration><x:Thaw><x:Deep y:unit="h"><x:Er>1</x:Er></x:Deep></x:Thaw>
</x:Rule>`;
