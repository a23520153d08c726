import {expect, test} from 'vitest';
import {backgroundIn} from '../../source/terminal/background.js';

test.each<[Record<string, string>, string | undefined]>([
	[{}, undefined],
	[{COLORFGBG: '15;0'}, 'dark'],
	[{COLORFGBG: '15;default;0'}, 'dark'],
	[{COLORFGBG: '12;8'}, 'dark'],
	[{COLORFGBG: '0;15'}, 'light'],
	[{COLORFGBG: '0;default;7'}, 'light'],
	[{COLORFGBG: '0;default'}, undefined],
	[{COLORFGBG: '0;99'}, undefined],
	[{COLORFGBG: 'x'}, undefined],
	[{COLORFGBG: '15;0', TMUX: '/tmp/tmux-0/default,1,0'}, undefined],
	[{COLORFGBG: '15;0', TERM: 'screen.xterm-256color'}, undefined],
	[{COLORFGBG: '15;0', STY: '1.pts'}, undefined],
	[{PARTWAY_BACKGROUND: 'light', COLORFGBG: '15;0', TMUX: 'x'}, 'light'],
	[{PARTWAY_BACKGROUND: 'dark'}, 'dark'],
	[{PARTWAY_BACKGROUND: 'grey', COLORFGBG: '0;15'}, 'light'],
])('%j is %s', (env, background) => {
	expect(backgroundIn(env)).toBe(background);
});
