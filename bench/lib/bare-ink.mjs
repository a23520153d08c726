import {Box, render, Text, useInput} from 'ink';
import {createElement, useState} from 'react';

// What a key costs where nothing else is done: as many rows as a list of partway has, one of them chosen by j and k.
const rows = process.stdout.rows - 2;
const cells = process.stdout.columns - 2;
const text = nth =>
	`team-${nth % 97}/project/${String(nth).padStart(9, '0')}.tar.zst`.padEnd(cells);

function List() {
	const [cursor, setCursor] = useState(0);
	useInput(key => {
		if (key === 'j') setCursor(before => Math.min(rows - 1, before + 1));
		if (key === 'k') setCursor(before => Math.max(0, before - 1));
	});
	return createElement(
		Box,
		{flexDirection: 'column'},
		Array.from({length: rows}, (_, at) =>
			createElement(
				Text,
				{key: at, inverse: at === cursor},
				`${at === cursor ? '▸ ' : '  '}${text(at)}`,
			),
		),
	);
}

render(createElement(List), {
	interactive: true,
	alternateScreen: true,
	incrementalRendering: true,
	maxFps: 60,
});
