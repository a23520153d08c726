import {expect, test} from 'vitest';
import {homeWith} from './stage.js';

const rclone =
	'[lab]\ntype=s3\naccess_key_id=A\nsecret_access_key=S\nendpoint=https://r.example.com\n';
const mc = JSON.stringify({
	aliases: {lab: {url: 'https://m.example.com', accessKey: 'A', secretKey: 'S'}},
});
const files = {'.config/rclone/rclone.conf': rclone, '.mc/config.json': mc};

test('connections of tools stand behind our own and those of AWS, and in front of the environment', async () => {
	const {list} = await homeWith(
		{...files, '.s3cfg': 'access_key=A\nsecret_key=S\n', '.aws/credentials': '[ops]\nregion=x\n'},
		{AWS_ACCESS_KEY_ID: 'A'},
	);
	expect((await list()).map(({source, name}) => `${source}:${name}`)).toEqual([
		...['aws:ops', 'rclone:lab', 's3cmd:default', 'mc:lab', 'environment:default'],
	]);
});

test('a name of a tool is taken only with the tool in front, and never stands for another of that name', async () => {
	const {resolve} = await homeWith({
		...files,
		'.aws/config': '[profile lab]\nregion=x\n[profile only]\nregion=x\n',
	});
	expect(await resolve('mc:lab')).toMatchObject({settings: {endpoint: 'https://m.example.com'}});
	expect(await resolve('rclone:lab')).toMatchObject({
		settings: {endpoint: 'https://r.example.com'},
	});
	expect(await resolve('lab')).toMatchObject({source: 'aws'});
	expect(await resolve('rclone:only')).toEqual({
		refused: 'There is no profile "rclone:only"; near it: aws:only.',
	});
	expect(await resolve('own:lab')).toMatchObject({refused: expect.stringContaining('near it')});
});

test('a bare name of one is answered with how to write it', async () => {
	const {resolve} = await homeWith({'.mc/config.json': mc});
	expect(await resolve('lab')).toEqual({
		refused: 'There is no profile "lab"; near it: mc:lab.',
	});
});

test('an AWS profile that is called as one of a tool is written is found', async () => {
	const {resolve} = await homeWith({'.aws/config': '[profile mc:lab]\nregion=eu-west-2\n'});
	expect(await resolve('mc:lab')).toMatchObject({source: 'aws', settings: {region: 'eu-west-2'}});
});

test('options beat what the tool says', async () => {
	const {resolve} = await homeWith(files);
	const found = await resolve('mc:lab', {endpoint: 'https://o.example.com', readOnly: true});
	expect(found).toMatchObject({settings: {endpoint: 'https://o.example.com', readOnly: true}});
});
