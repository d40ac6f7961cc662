import type { Paint } from './types';

export type PosterTheme = 'light' | 'dark';

/** The tokens of the product's style sheet: a canvas knows no variables of CSS. */
export const themes: Record<PosterTheme, Record<Paint, string>> = {
  light: {
    paper: '#fbfaf8',
    sunk: '#f3f1ed',
    tint: '#eaf1ee',
    ink: '#1c1f23',
    soft: '#555b62',
    faint: '#646a71',
    line: 'rgba(28, 31, 35, 0.1)',
    strong: 'rgba(28, 31, 35, 0.16)',
    press: 'rgba(28, 31, 35, 0.06)',
    head: '#eeecea',
    accent: '#0f766e',
    accentSoft: 'rgba(15, 118, 110, 0.14)',
    white: '#ffffff',
    black: '#101214',
    codeKeyword: '#8a3b8f',
    codeString: '#2f6f3e',
    codeNumber: '#9a4a12',
    codeName: '#1d5fa8',
    codeType: '#7a5a00',
  },
  dark: {
    paper: '#131416',
    sunk: '#1a1b1e',
    tint: '#1d2b29',
    ink: '#e8e6e3',
    soft: '#b3b1ad',
    faint: '#94938f',
    line: 'rgba(232, 230, 227, 0.12)',
    strong: 'rgba(232, 230, 227, 0.18)',
    press: 'rgba(232, 230, 227, 0.08)',
    head: '#242527',
    accent: '#4fd1b5',
    accentSoft: 'rgba(79, 209, 181, 0.18)',
    white: '#ffffff',
    black: '#101214',
    codeKeyword: '#d7a3dc',
    codeString: '#9ecf9a',
    codeNumber: '#e8b07f',
    codeName: '#8dbdf0',
    codeType: '#dcc27a',
  },
};
