/** Loaded into the program before it starts: something in the process that writes, warns and complains all the time. */
setInterval(() => {
	console.log('STRAY log');
	console.error('STRAY error');
	process.stderr.write('STRAY stderr\n');
	process.emitWarning('STRAY warning');
}, 20).unref();
