import {createContext, useContext} from 'react';
import {type Glyphs, unicodeGlyphs} from './theme.js';

/** How everything is drawn: the signs, and the frames of what turns. */
export type Presentation = {readonly glyphs: Glyphs};

export const PresentationContext = createContext<Presentation>({glyphs: unicodeGlyphs});

export function useGlyphs(): Glyphs {
	return useContext(PresentationContext).glyphs;
}
