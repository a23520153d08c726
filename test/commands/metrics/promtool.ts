import {execFileSync, spawnSync} from 'node:child_process';

/** Whether Prometheus' own tool is on this machine: what needs it is skipped elsewhere. */
export const hasPromtool = spawnSync('promtool', ['--version']).error === undefined;

/** Throws with its words where it finds something wrong. */
export function promtool(args: readonly string[], input = ''): void {
	execFileSync('promtool', args, {input, stdio: 'pipe'});
}
