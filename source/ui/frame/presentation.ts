import {createContext, useContext} from 'react';
import {type Glyphs, unicodeGlyphs} from './theme.js';

/** How everything is drawn, and how far what lies over the screen is scrolled. */
export type Presentation = {
	readonly glyphs: Glyphs;
	readonly scroll: number;
	/** Called when that is further than the text goes. */
	readonly onScrolled: (to: number) => void;
};

export const PresentationContext = createContext<Presentation>({
	glyphs: unicodeGlyphs,
	scroll: 0,
	onScrolled: () => {},
});

export function useGlyphs(): Glyphs {
	return useContext(PresentationContext).glyphs;
}

export function useScroll(): Pick<Presentation, 'scroll' | 'onScrolled'> {
	return useContext(PresentationContext);
}
