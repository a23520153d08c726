import {makerOf} from '../../multipart/makers/makers.js';
import type {Upload} from '../../multipart/upload.js';
import {terminalJson} from '../../terminal/json.js';
import {awsTime, awsTraits, awsUpload} from '../base/output/aws-style.js';

/** Text that is the same in JSON, and harmless on a terminal. */
const plain = /^[ !#-[\]-~]*$/;

type Traits = {readonly of: Upload; readonly maker: string | undefined; readonly text: string};

/**
 * Writes a line for each upload: what `terminalJson` makes of `awsUpload`, after the fields of `head`. Nearly all keys are
 * plain, and nearly all rows end as the one before them, so that little of a line is made anew.
 */
export class UploadLines {
	#traits: Traits | undefined;

	write(head: object, rows: ReadonlyArray<{readonly upload: Upload}>): string {
		const begin = `${terminalJson(head).slice(0, -1)}${Object.keys(head).length > 0 ? ',' : ''}"UploadId":"`;
		const pieces: string[] = [];
		for (const {upload} of rows) {
			const {key, uploadId, initiated} = upload;
			if (initiated === undefined || !plain.test(key) || !plain.test(uploadId)) {
				pieces.push(terminalJson({...head, ...awsUpload(upload)}), '\n');
				continue;
			}
			const time = awsTime(initiated) as string;
			const traits = this.#traitsOf(upload, makerOf(key)?.id);
			pieces.push(begin, uploadId, '","Key":"', key, '","Initiated":"', time, traits);
		}
		return pieces.join('');
	}

	/** The end of a line, from the quote behind its time on. */
	#traitsOf(upload: Upload, maker: string | undefined): string {
		const last = this.#traits;
		if (last !== undefined && last.maker === maker && isAlike(last.of, upload)) return last.text;
		const fields = terminalJson(awsTraits(upload, maker)).slice(1);
		const text = `"${fields === '}' ? '' : ','}${fields}\n`;
		this.#traits = {of: upload, maker, text};
		return text;
	}
}

function isAlike(one: Upload, other: Upload): boolean {
	return (
		one.storageClass === other.storageClass &&
		one.owner === other.owner &&
		one.initiator === other.initiator &&
		one.checksumAlgorithm === other.checksumAlgorithm &&
		one.checksumType === other.checksumType &&
		one.keyCertain === other.keyCertain &&
		one.doubt === other.doubt
	);
}
