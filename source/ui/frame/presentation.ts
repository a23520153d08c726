import {createContext, useContext} from 'react';
import type {Segment} from '../components/segments.js';
import {type Glyphs, unicodeGlyphs} from './theme.js';

/** How everything is drawn, and how far what lies over the screen is scrolled. */
export type Presentation = {
	readonly glyphs: Glyphs;
	readonly scroll: number;
	/** Called when that is further than the text goes. */
	readonly onScrolled: (to: number) => void;
	/** What a screen reader hears of a row, where one reads. */
	readonly spoken?: (row: readonly Segment[]) => readonly Spoken[];
};

/** A piece of a row for a screen reader, and what it is. */
export type Spoken = {
	readonly text: string;
	readonly 'aria-role'?: 'option' | 'textbox' | 'button';
	readonly 'aria-state'?: {readonly selected?: boolean; readonly checked?: boolean};
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

export function useSpoken(): Presentation['spoken'] {
	return useContext(PresentationContext).spoken;
}
