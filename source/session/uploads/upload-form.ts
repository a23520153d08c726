import {type FormDialog, field, formOf} from '../dialogs/form.js';

/** Asks for a key and an upload id, where the service does not list uploads or the caller may not. */
export function uploadForm(bucket: string): FormDialog {
	return formOf({kind: 'upload', bucket}, 'Open an upload by key and id', [
		field('key', 'key', 'the whole key, without the bucket'),
		field('uploadId', 'upload id', 'as CreateMultipartUpload returned it'),
	]);
}
