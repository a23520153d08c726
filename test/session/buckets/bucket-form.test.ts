import {expect, test} from 'vitest';
import {
	bucketEdited,
	bucketForm,
	bucketTyped,
} from '../../../source/session/buckets/bucket-form.js';
import type {FormDialog} from '../../../source/session/dialogs/form.js';
import {lineOf} from '../../../source/terminal/line-editor.js';
import {stage} from '../stage.js';

function typed(bucket: string, prefix = ''): FormDialog {
	const text: Record<string, string> = {bucket, prefix};
	const form = bucketForm();
	return bucketEdited({
		...form,
		fields: form.fields.map(each => ({...each, line: lineOf(text[each.name] ?? '')})),
	});
}

test.each(['/media', 'me dia', 's3://', 'media/raw', '..', 's3:media'])(
	'%s is refused as on the command line, with a remark while it is typed',
	text => {
		const form = typed(text);
		const {remark} = form.fields[0]!;
		expect(remark).toBeTruthy();
		expect(bucketTyped(form)).toEqual({field: 'bucket', problem: remark});
	},
);

test('a bucket, or one with its prefix behind it; not two prefixes', () => {
	expect(bucketTyped(typed(' media ', 'raw/'))).toEqual({bucket: 'media', prefix: 'raw/'});
	expect(bucketTyped(typed('s3://media/raw/'))).toEqual({bucket: 'media', prefix: 'raw/'});
	expect(bucketTyped(typed('s3://media/raw/', 'x'))).toMatchObject({field: 'prefix'});
	expect(bucketTyped(typed(''))).toMatchObject({field: 'bucket'});
	expect(typed('').fields[0]?.remark).toBeUndefined();
});

test('a name that cannot be one opens nothing; one that can is opened', () => {
	const on = stage();
	on.press('back');
	on.press('type-bucket');
	on.type('/media');
	expect(on.state.dialog).toMatchObject({
		fields: [{remark: expect.stringContaining('is not a bucket name')}, {}],
	});
	on.press('confirm', 'confirm');
	expect(on.state.dialog).toMatchObject({
		fields: [{problem: expect.stringContaining('is not a bucket name')}, {}],
	});
	on.hit('ctrl-u');
	on.type('other');
	on.press('confirm', 'confirm');
	expect(on.state.dialog).toBeUndefined();
	expect(on.screen).toMatchObject({kind: 'uploads', bucket: 'other', prefix: ''});
});
