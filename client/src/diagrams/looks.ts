/** Colours of drawings, as those of the product's two themes. */
export interface Looks {
  paper: string;
  ink: string;
  soft: string;
  line: string;
  fill: string;
  /** One for each series or part. */
  series: string[];
}

const LIGHT: Looks = {
  paper: '#ffffff',
  ink: '#1c1f23',
  soft: '#555b62',
  line: '#8d949b',
  fill: '#eaf1ee',
  series: ['#0f766e', '#c2772b', '#1d5fa8', '#8a3b8f', '#7a8b1f', '#b3261e', '#4b6cb7', '#5f6b73'],
};

const DARK: Looks = {
  paper: '#1c1e21',
  ink: '#e8e6e3',
  soft: '#b3b1ad',
  line: '#75777a',
  fill: '#23312f',
  series: ['#4fd1b5', '#f0b06a', '#7fb3f0', '#d79adf', '#c4d46a', '#ff8a80', '#9fb4ee', '#a9b2b9'],
};

export const looksOf = (dark: boolean): Looks => (dark ? DARK : LIGHT);

/** Fonts of the system: a drawing that is shown as a picture loads none. */
export const FONT = "-apple-system, 'PingFang SC', 'Noto Sans CJK SC', 'Microsoft YaHei', sans-serif";
