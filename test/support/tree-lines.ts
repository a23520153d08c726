import {onTestFinished} from 'vitest';
import {Scan, type ScanEvent} from '../../source/operations/scan/scan.js';
import {createAwsGateway} from '../../source/s3/gateway/aws-gateway.js';
import type {Sandbox} from '../../source/sandbox/sandbox.js';
import {UploadGroups} from '../../source/session/uploads/tree/upload-groups.js';
import {sandboxSettings} from './stage.js';

/** The lines of a tree of all uploads of a bucket, once they are listed and, where that is asked for, their parts are read. */
export async function treeOf(sandbox: Sandbox, bucket: string, parts: boolean) {
	const gateway = createAwsGateway(sandboxSettings(sandbox));
	let check = (_: ScanEvent) => {};
	const scan = new Scan({gateway, bucket, prefix: '', onEvent: event => check(event)});
	onTestFinished(() => {
		scan.close();
		gateway.close();
	});
	const ended = new Promise<void>(resolve => {
		let isListed = false;
		check = ({kind}) => {
			if (kind === 'ended') {
				isListed = true;
				scan.index.deriveAll();
				const all = {from: 0, to: 0, budget: Number.POSITIVE_INFINITY, moving: false};
				if (parts) scan.read(all);
			}
			if (isListed && scan.pending === 0) resolve();
		};
	});
	void scan.list();
	await ended;
	const groups = new UploadGroups(scan.index);
	scan.index.setClock({now: gateway.now(), thresholds: scan.thresholds});
	scan.index.deriveAll();
	groups.open({by: {kind: 'prefix', delimiter: '/'}, prefix: ''}, {sort: 'bytes', reverse: true});
	while (!groups.isCurrent) groups.derive(Number.POSITIVE_INFINITY);
	const lines = Array.from({length: groups.facts!.groups}, (_, at) => groups.at(at)!);
	return {lines, total: groups.facts!.total!};
}
