import type {CheckId} from '../../operations/conformance/checks/checks.js';

/** What a check is about, as S3 documents it, and what partway does where a service differs. */
export type CheckWords = {readonly requirement: string; readonly partway: string};

const goneWords =
	'It takes NoSuchUpload, or NoSuchKey from ListParts, as gone. Otherwise a list made afterwards decides.';
const dateWords =
	'It ignores such a date. Without a date the state is unknown, and unknown is never counted as stalled.';
const onePageWords =
	'It lists one page after the other; ranges side by side only where the service is known for its order and its key-marker.';
const conditionWords =
	'It looks at the key just before the Complete, and says "enforced by the server" only of a service that is known to obey. Where the condition itself is refused, --unconditional sends without it.';
const headWords =
	'It says done only where HeadObject shows the planned size, the ETag where that can be known, and an object that is new. Else the outcome is accepted, failed or unknown.';
const keyWords =
	'A key that is not certain is marked, and nothing is done to it. All keys are shown escaped and sent as they are.';
const listWords = 'It completes what ListParts shows, and compares the size of the object with it.';

/** By the ids of the checks; sentences without anything from outside. */
export const checkWords: Readonly<Record<CheckId, CheckWords>> = {
	clock: {
		requirement: 'Answers say what time it is, and this machine agrees.',
		partway:
			'It judges ages by the clock of the server; where the answers say no time, by that of this machine.',
	},
	lifecycle: {
		requirement: 'The lifecycle of a bucket can be read, or there is none.',
		partway: 'It says that the rules cannot be read; whether the bucket cleans up is unknown.',
	},
	list: {
		requirement: 'ListMultipartUploads shows an upload, by its key as prefix.',
		partway:
			'It says that uploads cannot be listed. Key o, and --upload-id on the command line, take one by key and upload id.',
	},
	'list-prefix': {
		requirement: 'A prefix finds the uploads whose keys begin with it, and no others.',
		partway:
			'Rows of other keys are left out. Where a prefix finds too few, list the bucket and filter.',
	},
	'list-order': {
		requirement: 'Uploads are listed in the order of the bytes of their keys.',
		partway: `It sorts by itself. ${onePageWords}`,
	},
	'list-initiated': {
		requirement: 'A row says when the upload was initiated.',
		partway: dateWords,
	},
	'key-marker': {
		requirement: 'A key-marker alone starts after all uploads of that key.',
		partway: onePageWords,
	},
	'key-marker-between': {
		requirement: 'A key-marker may be a key without uploads.',
		partway: onePageWords,
	},
	'max-uploads': {
		requirement: 'A page holds no more rows than were asked for, and says whether there are more.',
		partway:
			'It takes pages of any length, drops rows that came before, and asks once more after a full page.',
	},
	'next-markers': {
		requirement: 'A truncated page names the key-marker and the upload-id-marker of the next.',
		partway:
			'It goes on with the markers that it gets. If none moves, it says that the list is incomplete.',
	},
	paging: {
		requirement: 'With the markers that each page names, every upload is listed once.',
		partway:
			'It drops rows that came before, and ends where the markers do not move: then it says that the list is incomplete. Rows that the service skips it cannot see.',
	},
	'encoding-type': {
		requirement: 'encoding-type=url encodes keys and says so.',
		partway: `It asks for it only where a page cannot be read. ${keyWords}`,
	},
	'list-root': {
		requirement: 'The answer to ListMultipartUploads is a ListMultipartUploadsResult.',
		partway: 'It accepts another name if the content is that of such a list.',
	},
	'odd-keys': {
		requirement: 'Keys of spaces, slashes, signs and other scripts come back as they were sent.',
		partway: keyWords,
	},
	'control-keys': {
		requirement: 'Keys of tabs, line ends and invisible characters come back as they were sent.',
		partway: keyWords,
	},
	parts: {requirement: 'ListParts shows the number and the size of each part.', partway: listWords},
	'parts-root': {
		requirement: 'The answer to ListParts is a ListPartsResult.',
		partway: 'It accepts another name if the content is that of such a list.',
	},
	'parts-etag': {
		requirement: 'The ETag of a part is the MD5 of its bytes.',
		partway:
			'It says that the ETag of the object cannot be known, and proves a Complete by the rest.',
	},
	'parts-dates': {requirement: 'A part says when it was uploaded.', partway: dateWords},
	'parts-paging': {
		requirement: 'With part-number-marker every part is listed once, whatever the pages.',
		partway:
			'It drops parts that came before, and ends where the marker does not move. Parts that the service skips it cannot see.',
	},
	'parts-marker': {
		requirement: 'A part-number-marker may be a number without a part.',
		partway: 'It goes on with the markers that the service names.',
	},
	'parts-again': {
		requirement: 'A part that is uploaded again replaces the one of its number.',
		partway: listWords,
	},
	'parts-other-key': {
		requirement: 'ListParts under another key does not know the upload.',
		partway: goneWords,
	},
	'checksum-listed': {
		requirement: 'ListParts shows the checksums of the parts.',
		partway: 'Its Complete names the checksums that are shown, and none where none is shown.',
	},
	'checksum-wrong': {
		requirement: 'A part whose checksum is wrong is refused.',
		partway:
			'A rescue compares the ETag of each part that it sent with the MD5 of its bytes, where ETags are MD5s.',
	},
	'checksum-complete': {
		requirement: 'A Complete that names the checksums of the parts succeeds.',
		partway: 'It says why the Complete failed.',
	},
	complete: {
		requirement: 'A Complete succeeds, also with gaps in the part numbers.',
		partway: 'It says why the Complete failed.',
	},
	'complete-root': {
		requirement: 'The answer to a Complete is a CompleteMultipartUploadResult.',
		partway: 'It accepts another name if the content is that of such a result.',
	},
	'complete-etag': {
		requirement: 'The answer to a Complete names the ETag that follows from the parts.',
		partway: `The answer alone proves nothing. ${headWords}`,
	},
	'head-size': {
		requirement: 'HeadObject shows the object with the size of its parts.',
		partway: headWords,
	},
	'head-etag': {
		requirement: 'The ETag of the object follows from those of its parts.',
		partway:
			'Where the service is known for it, it predicts none. Elsewhere an ETag that matches proves a Complete, and another one leaves it unknown.',
	},
	'head-date': {requirement: 'HeadObject says when the object was made.', partway: headWords},
	'complete-ends': {
		requirement: 'After a Complete the upload is not known any more.',
		partway: goneWords,
	},
	'complete-again': {
		requirement: 'The same Complete again succeeds, and changes nothing.',
		partway:
			'It sends a Complete once. Where the answer is lost, it looks at the object, again after 5, 30 and 120 seconds, and at the next start.',
	},
	'complete-left-out': {
		requirement: 'A part that a Complete does not name is left out.',
		partway:
			'A plan that leaves out parts says whether the service is known to take it. A refused Complete has failed, and the upload stays.',
	},
	'complete-order': {
		requirement: 'A Complete that names parts in the wrong order is refused.',
		partway: 'It always names them in the order of their numbers.',
	},
	'complete-wrong-etag': {
		requirement: 'A Complete that names a part by another ETag is refused.',
		partway: `It reads the parts anew for each plan. ${headWords}`,
	},
	'complete-missing-part': {
		requirement: 'A Complete that names a part that is not there is refused.',
		partway: `It names only what ListParts shows. ${headWords}`,
	},
	'complete-size': {
		requirement: 'A Complete for an object of another size (MpuObjectSize) is refused.',
		partway: `It sends the size only where the service is known to compare it. ${headWords}`,
	},
	'complete-small': {
		requirement: 'A Complete with a part of less than 5 MiB before another one is refused.',
		partway: 'It finds parts that are too small itself, and says so before.',
	},
	'complete-other-key': {
		requirement: 'A Complete under another key does not know the upload.',
		partway: 'It reads the parts under this exact key first, and sends nothing if that fails.',
	},
	'if-none-match': {
		requirement: 'If-None-Match `*` keeps a Complete from replacing an object.',
		partway: conditionWords,
	},
	'if-none-match-free': {
		requirement: 'If-None-Match `*` allows a Complete where nothing is there.',
		partway: conditionWords,
	},
	'if-match': {
		requirement: 'If-Match keeps a Complete from replacing another object than that one.',
		partway: conditionWords,
	},
	'if-match-same': {
		requirement: 'If-Match lets a Complete replace the object with that ETag.',
		partway: conditionWords,
	},
	'head-absent': {
		requirement: 'HeadObject of a key without an object is 404.',
		partway: 'It says that it cannot tell what is at the key.',
	},
	abort: {requirement: 'An Abort succeeds.', partway: 'It says why the Abort failed.'},
	'abort-parts': {
		requirement: 'After an Abort ListParts does not know the upload any more.',
		partway: goneWords,
	},
	'abort-unlisted': {
		requirement: 'After an Abort the upload is not listed any more.',
		partway: 'It does not say gone while the upload is listed: it looks and aborts again.',
	},
	'abort-twice': {
		requirement: 'A second Abort does not know the upload any more.',
		partway: goneWords,
	},
	'complete-aborted': {
		requirement: 'A Complete of an upload that was aborted does not know it.',
		partway: headWords,
	},
	'abort-other-key': {
		requirement: 'An Abort under another key does not know the upload, and leaves it alone.',
		partway: 'It reads the upload under this exact key first, and sends nothing if that fails.',
	},
	'abort-one-of-two': {
		requirement: 'An Abort of one of two uploads of a key leaves the other alone.',
		partway:
			'It names the upload id with each Abort, and can do no more: do not abort uploads of keys that have several here.',
	},
	'abort-in-flight': {
		requirement: 'A part that is in flight while its upload is aborted is refused.',
		partway:
			'It looks after each Abort, and aborts again while the upload is there. Parts that the service keeps without an upload it cannot see.',
	},
};
