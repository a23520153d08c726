import {parseTarget, type Target} from '../../profiles/resolve/target.js';
import {type FormDialog, field, formOf, textIn} from '../dialogs/form.js';

/** Asks for a bucket where the list of buckets is denied or too long. */
export function bucketForm(): FormDialog {
	return formOf({kind: 'bucket'}, 'Open a bucket', [
		field('bucket', 'bucket', 'the name of the bucket, or s3://bucket/prefix'),
		field('prefix', 'prefix', 'only keys that begin with this; may be empty'),
	]);
}

/** The form after a key: what the command line would refuse is said while it is typed. */
export function bucketEdited(form: FormDialog): FormDialog {
	const typed = textIn(form, 'bucket').trim();
	const parsed = typed === '' ? undefined : parseTarget(typed);
	const remark = parsed !== undefined && 'refused' in parsed ? parsed.refused : undefined;
	return {
		...form,
		fields: form.fields.map(each => (each.name === 'bucket' ? {...each, remark} : each)),
	};
}

/** What is typed, or what is wrong with a field of it. */
export function bucketTyped(
	form: FormDialog,
): Target | {readonly field: string; readonly problem: string} {
	const parsed = parseTarget(textIn(form, 'bucket').trim());
	const prefix = textIn(form, 'prefix');
	if ('refused' in parsed) return {field: 'bucket', problem: parsed.refused};
	if (parsed.prefix !== '' && prefix !== '')
		return {field: 'prefix', problem: 'The bucket has a prefix already.'};
	return {bucket: parsed.bucket, prefix: parsed.prefix || prefix};
}
