import type {Maker} from './maker.js';
import {tusd} from './maker-table.js';
import {makerOf} from './makers.js';

/** What a look for the object beside an upload brought; `unseen`: the look failed, or was not allowed. */
export type Witness = 'there' | 'absent' | 'unseen';

/** The same, by the keys of uploads. */
export type Witnesses = ReadonlyMap<string, Witness>;

/** Who holds an upload open on purpose; not `isSure`: who may, since nothing tells. */
export type Holder = {readonly maker: Maker; readonly isSure: boolean};

const tusdKey = /(^|\/)[0-9a-f]{32}$/;
const longestKey = 1024;

/** The key of the object that shows whether a maker holds an upload of this key; undefined where the key alone tells. */
export function witnessKey(key: string): string | undefined {
	const mayBe = key.length <= longestKey && tusdKey.test(key) && makerOf(key) === undefined;
	return mayBe ? `${key}.info` : undefined;
}

/** Who holds an upload of that key, or may; undefined: nobody that is known. */
export function holderOf(key: string, witness?: Witness): Holder | undefined {
	const maker = makerOf(key);
	if (maker !== undefined) return {maker, isSure: true};
	if (witness === 'absent' || witnessKey(key) === undefined) return undefined;
	return {maker: tusd, isSure: witness === 'there'};
}

/** What is said of uploads that may be held. */
export const holderUnseenWords = `which ${tusd.id} may hold`;
