import type {FindingCode, FindingFacts} from '../../source/multipart/completion/finding.js';
import type {
	OwnFindingCode,
	OwnFindingFacts,
} from '../../source/multipart/rescue/rescue-finding.js';

const MiB = 1024 * 1024;
const service = 'Ceph RGW';
const object = {
	size: 3 * MiB,
	etag: '"0c8f9e2b7d4a4f0f8a5f0b8f3b6241d2"',
	lastModified: Date.parse('2026-09-14T02:11:07Z'),
};

type Sample<Code extends FindingCode> = Omit<Extract<FindingFacts, {code: Code}>, 'code'> & {
	readonly partNumbers?: readonly number[];
	readonly mayBeRefused?: true;
};

/** Each finding with sample facts, more than once where the facts change the sentence. */
export const findingSamples: {
	readonly [Code in FindingCode]: ReadonlyArray<Sample<Code>>;
} = {
	'key-uncertain': [{}],
	'no-parts': [{allLeftOut: false}, {allLeftOut: true}],
	'part-size-unknown': [
		{isImpossible: true, partNumbers: [2]},
		{isImpossible: false, partNumbers: [2, 3]},
	],
	'part-too-small': [
		{size: MiB, limit: 5 * MiB, partNumbers: [2]},
		{size: MiB, limit: 5 * MiB, service, partNumbers: [2, 3, 4]},
	],
	'part-too-large': [{limit: 5120 * MiB, partNumbers: [1]}],
	'object-too-large': [{size: 60_000_000 * MiB, limit: 51_200_000 * MiB}],
	'too-many-parts': [{count: 10_001, limit: 10_000}],
	'parts-unequal': [{sizeOf: 1, service: 'Cloudflare R2', partNumbers: [2]}],
	'part-number-out-of-range': [{partNumbers: [-1, 0]}, {limit: 10_000, partNumbers: [10_001]}],
	'parts-missing': [
		{gaps: [[3, 3]]},
		{
			gaps: [
				[3, 3],
				[725, 742],
			],
			mayBeRefused: true,
		},
		{gaps: [[3, 3]], needsAll: 'checksums'},
		{gaps: [[3, 3]], needsAll: 'directory-bucket'},
	],
	'parts-left-out': [
		{service, rule: 'refused', partNumbers: [3]},
		{service, rule: 'dropped', partNumbers: [3]},
		{service, rule: 'dropped', partNumbers: [3, 4]},
		{service, rule: 'unknown', partNumbers: [3]},
		{service, rule: 'checksums', partNumbers: [3]},
		{service, rule: 'directory-bucket', partNumbers: [3]},
	],
	'checksum-unknown': [{}, {algorithm: 'BLAKE9'}],
	'checksums-missing': [
		{algorithm: 'SHA256', isRequired: true, partNumbers: [2]},
		{algorithm: 'SHA256', isRequired: false, partNumbers: [1, 2]},
	],
	'checksums-repeated': [
		{algorithm: 'CRC64NVME', checksumType: 'FULL_OBJECT'},
		{algorithm: 'SHA256', checksumType: 'COMPOSITE'},
		{algorithm: 'SHA256'},
	],
	'object-exists': [
		{object, isReplaced: false},
		{object: {size: 3 * MiB}, isReplaced: true},
	],
	'destination-not-seen': [{isAtRisk: true}, {isAtRisk: false}],
	'not-enforced': [
		{replaces: false},
		{replaces: true},
		{service, replaces: false},
		{service, replaces: true},
	],
	'condition-refused': [{service: 'OpenStack Swift', replaces: true}],
	unconditional: [{}],
	'parts-recent': [{within: 3_600_000, partNumbers: [7, 8]}, {within: 5_400_000}],
	'activity-unknown': [{}],
	'last-part-as-large': [{}],
};

type OwnSample<Code extends OwnFindingCode> = Omit<
	Extract<OwnFindingFacts, {code: Code}>,
	'code'
> & {
	readonly partNumbers?: readonly number[];
};

const first = {start: 16 * MiB, end: 24 * MiB};

/** The same of the findings of a rescue that a Complete does not know. */
export const rescueFindingSamples: {
	readonly [Code in OwnFindingCode]: ReadonlyArray<OwnSample<Code>>;
} = {
	'part-size-needed': [
		{why: 'no-parts'},
		{why: 'one-part'},
		{why: 'sizes-differ'},
		{why: 'sizes-unknown'},
	],
	'file-of-too-many': [{count: 1_048_576}],
	'parts-differ': [
		{first, noneEqual: false, byEtag: true, isReplaced: false, partNumbers: [3]},
		{first, noneEqual: true, byEtag: true, isReplaced: false, partNumbers: [3, 4]},
		{first, noneEqual: true, byEtag: false, isReplaced: false, partNumbers: [3, 4]},
		{first, noneEqual: false, byEtag: true, isReplaced: true, partNumbers: [3, 4]},
	],
	'parts-unproven': [
		{isResent: false, partNumbers: [3]},
		{isResent: false, partNumbers: [3, 4]},
		{isResent: true, partNumbers: [3, 4]},
	],
	'parts-beyond': [{fileSize: 20 * MiB, partNumbers: [4]}],
	'file-newer': [
		{modified: Date.parse('2026-09-15T02:11:07Z'), initiated: Date.parse('2026-09-14T02:11:07Z')},
	],
};
