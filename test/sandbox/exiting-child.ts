import {BodyFiles} from '../../source/sandbox/store/body-files.js';

/** A process that stores a body and leaves without closing anything. */
async function* large() {
	yield Buffer.alloc(100_000);
}

await new BodyFiles().store(large());
process.exit(0);
