import {rememberLocation} from '../../../source/profiles/recents/recents.js';

/** A partway of its own that visits fifteen buckets named after it. */
const [folder = '', name = ''] = process.argv.slice(2);
for (let count = 1; count <= 15; count++)
	await rememberLocation(folder, {
		connection: 'own:lab',
		endpoint: 'http://127.0.0.1:1',
		bucket: `${name}${count}`,
		prefix: '',
		time: count,
	});
