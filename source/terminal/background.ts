/** What a terminal has behind its text. */
export type Background = 'dark' | 'light';

/**
 * What the environment says of it: PARTWAY_BACKGROUND, else the COLORFGBG of this very terminal; undefined where
 * neither tells. Within tmux and screen COLORFGBG is that of the terminal they were started in.
 */
export function backgroundIn({
	PARTWAY_BACKGROUND: said,
	COLORFGBG = '',
	TERM = '',
	TMUX,
	STY,
}: Readonly<Record<string, string | undefined>>): Background | undefined {
	if (said === 'dark' || said === 'light') return said;
	if (TMUX || STY || /^(tmux|screen)/.test(TERM)) return undefined;
	// `15;0`, `15;default;0`: the last is the number of one of the 16 colours.
	const number = /;(\d{1,2})$/.exec(COLORFGBG)?.[1];
	if (number === undefined || Number(number) > 15) return undefined;
	return Number(number) === 8 || Number(number) < 7 ? 'dark' : 'light';
}
