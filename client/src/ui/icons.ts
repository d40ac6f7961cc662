/** Outlines on a 24 x 24 grid, drawn with a round stroke of 1.75. */
const outlines = {
  menu: 'M4 7h16M4 12h11M4 17h16',
  close: 'M6.5 6.5l11 11M17.5 6.5l-11 11',
  plus: 'M12 5v14M5 12h14',
  minus: 'M5 12h14',
  list: 'M9 6.5h10.5M9 12h10.5M9 17.5h10.5M4.75 6.5h.01M4.75 12h.01M4.75 17.5h.01',
  compose:
    'M11 5H7a2.5 2.5 0 0 0-2.5 2.5v9.5A2.5 2.5 0 0 0 7 19.5h9.5a2.5 2.5 0 0 0 2.5-2.5v-4M18.3 4.3a1.6 1.6 0 0 1 2.3 2.3L13 14.2l-3.2.9.9-3.2z',
  send: 'M12 19V5M6 11l6-6 6 6',
  stop: 'M8 7h8a1 1 0 0 1 1 1v8a1 1 0 0 1-1 1H8a1 1 0 0 1-1-1V8a1 1 0 0 1 1-1z',
  mic: 'M12 14.5a3 3 0 0 0 3-3v-4a3 3 0 0 0-6 0v4a3 3 0 0 0 3 3zM6 11.5a6 6 0 0 0 12 0M12 17.5v3',
  expand: 'M14 4.5h5.5V10M10 19.5H4.5V14M19.5 4.5l-6 6M4.5 19.5l6-6',
  collapse: 'M19 10h-5V5M5 14h5v5M14 10l5.5-5.5M10 14l-5.5 5.5',
  copy: 'M10.5 8.5H18A1.5 1.5 0 0 1 19.5 10v8a1.5 1.5 0 0 1-1.5 1.5h-7.5A1.5 1.5 0 0 1 9 18v-8a1.5 1.5 0 0 1 1.5-1.5zM6 15.5A1.5 1.5 0 0 1 4.5 14V6A1.5 1.5 0 0 1 6 4.5h7.5A1.5 1.5 0 0 1 15 6',
  clock: 'M12 4.5a7.5 7.5 0 1 1 0 15 7.5 7.5 0 0 1 0-15zM12 8v4.3l2.8 1.7',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  retry: 'M19.5 12a7.5 7.5 0 1 1-2.3-5.4L19.5 9M19.5 4.5V9H15',
  pin: 'M9 4.5h6M10 4.5v5.5l-3 3.5v1h10v-1L14 10V4.5M12 14.5v5.5',
  unpin: 'M4.5 4.5l15 15M9 4.5h6M14 4.5V10l2 2.3M10 9.5v.5l-3 3.5v1h7.5M12 14.5v5.5',
  edit: 'M16.5 4.9a1.8 1.8 0 0 1 2.6 2.6L8.5 18.1 4.5 19.5l1.4-4z',
  trash:
    'M4.5 7h15M9.5 7V5.5a1 1 0 0 1 1-1h3a1 1 0 0 1 1 1V7M6.5 7l.8 11a1.5 1.5 0 0 0 1.5 1.5h6.4a1.5 1.5 0 0 0 1.5-1.5l.8-11M10.3 11v4.8M13.7 11v4.8',
  more: 'M5.5 12h.01M12 12h.01M18.5 12h.01',
  search: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.3 15.3l4.7 4.7',
  settings:
    'M12 18.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM12 14.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM12 5.5V3M12 21v-2.5M5.5 12H3M21 12h-2.5M7.4 7.4L5.6 5.6M18.4 18.4l-1.8-1.8M16.6 7.4l1.8-1.8M5.6 18.4l1.8-1.8',
  tune: 'M4 6.5h7M16 6.5h4M4 12h2M11 12h9M4 17.5h9M18 17.5h2M13.5 8.75a2.25 2.25 0 1 0 0-4.5 2.25 2.25 0 0 0 0 4.5zM8.5 14.25a2.25 2.25 0 1 0 0-4.5 2.25 2.25 0 0 0 0 4.5zM15.5 19.75a2.25 2.25 0 1 0 0-4.5 2.25 2.25 0 0 0 0 4.5z',
  'chevron-down': 'M6.5 9.5l5.5 5.5 5.5-5.5',
  'chevron-right': 'M9.5 6.5L15 12l-5.5 5.5',
  'chevron-left': 'M14.5 6.5L9 12l5.5 5.5',
  'arrow-down': 'M12 5v14M6 13l6 6 6-6',
  'to-start': 'M6 5h12M12 20V9.5M6.5 15L12 9.5l5.5 5.5',
  undo: 'M8.5 5L4.5 9l4 4M4.5 9H14a5.5 5.5 0 0 1 0 11h-3.5',
  sidebar: 'M6 5h12a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2zM9.5 5v14',
  chat: 'M12 19.5c4.7 0 8-3 8-7.25S16.7 5 12 5s-8 3-8 7.25c0 1.9.7 3.6 1.9 4.85L5 20l3.4-1.1c1.1.4 2.3.6 3.6.6z',
  thought:
    'M9.5 17.5h5M10.25 20.5h3.5M12 3.5a6 6 0 0 0-3.7 10.7c.7.6 1.2 1.4 1.2 2.3v1h5v-1c0-.9.5-1.7 1.2-2.3A6 6 0 0 0 12 3.5z',
  book: 'M12 6.5c-1.6-1.3-3.9-2-7-2v13c3.1 0 5.4.7 7 2 1.6-1.3 3.9-2 7-2v-13c-3.1 0-5.4.7-7 2zM12 6.5v13',
  code: 'M8.5 8L4.5 12l4 4M15.5 8l4 4-4 4M13.5 5.5l-3 13',
  pen: 'M4.5 19.5c3-7.5 7-12 15-15-1 7-5 11-11.5 11.5M4.5 19.5l6-6.5',
  translate: 'M4 6.5h9M8.5 4.5v2M11 6.5c-.8 3.6-3 6.3-6.5 8M6 9.5c1 2.2 2.8 4 5 5M12.5 19.5l4-9 4 9M14 16.5h5',
  globe:
    'M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM4 12h16M12 4c2.4 2.2 3.5 4.9 3.5 8s-1.1 5.8-3.5 8c-2.4-2.2-3.5-4.9-3.5-8s1.1-5.8 3.5-8z',
  sun: 'M12 15.75a3.75 3.75 0 1 0 0-7.5 3.75 3.75 0 0 0 0 7.5zM12 3.5v1.75M12 18.75v1.75M3.5 12h1.75M18.75 12h1.75M6 6l1.25 1.25M16.75 16.75L18 18M6 18l1.25-1.25M16.75 7.25L18 6',
  moon: 'M19.5 14.2A7.75 7.75 0 0 1 9.8 4.5a7.75 7.75 0 1 0 9.7 9.7z',
  screen:
    'M5.5 5h13A1.5 1.5 0 0 1 20 6.5v8a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 4 14.5v-8A1.5 1.5 0 0 1 5.5 5zM9 19.5h6M12 16v3.5',
  alert: 'M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM12 8v4.5M12 15.75h.01',
  flag: 'M6 20V5M6 5.5c2-1.2 4-1.2 6 0s4 1.2 6 0v8c-2 1.2-4 1.2-6 0s-4-1.2-6 0',
  info: 'M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM12 11.5V16M12 8.25h.01',
  offline:
    'M4 4l16 16M8.3 8.4A5.5 5.5 0 0 0 7 19h9.5c.7 0 1.3-.1 1.9-.4M20.3 16.3A4 4 0 0 0 16.7 11h-.3a5.5 5.5 0 0 0-5-3.9',
  share:
    'M12 14.5V4M8 7.5L12 3.5l4 4M7.5 11H6.5A1.5 1.5 0 0 0 5 12.5v6A1.5 1.5 0 0 0 6.5 20h11a1.5 1.5 0 0 0 1.5-1.5v-6a1.5 1.5 0 0 0-1.5-1.5h-1',
  attach: 'M18.5 11.5l-6.6 6.6a4 4 0 0 1-5.7-5.7l7-7a2.7 2.7 0 0 1 3.8 3.8l-6.8 6.8a1.3 1.3 0 0 1-1.9-1.9l6.2-6.2',
  image:
    'M5.5 4.5h13A1.5 1.5 0 0 1 20 6v12a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 4 18V6a1.5 1.5 0 0 1 1.5-1.5zM4.5 16.5l4-4 3.5 3.5 3-3 4.5 4.5M15.5 9h.01',
  file: 'M13.5 4H7a1.5 1.5 0 0 0-1.5 1.5v13A1.5 1.5 0 0 0 7 20h10a1.5 1.5 0 0 0 1.5-1.5V9zM13.5 4v5h5M9 13h6M9 16h4',
  download: 'M12 4v11M7.5 11L12 15.5l4.5-4.5M5 19.5h14',
  'thumb-up':
    'M7.5 10.5V19.5H5a1 1 0 0 1-1-1v-7a1 1 0 0 1 1-1zM7.5 10.5l3.5-6.5a2 2 0 0 1 2 2v3.5h4.7a1.8 1.8 0 0 1 1.8 2.1l-1 6.2a2 2 0 0 1-2 1.7H7.5',
  'thumb-down':
    'M16.5 13.5V4.5H19a1 1 0 0 1 1 1v7a1 1 0 0 1-1 1zM16.5 13.5L13 20a2 2 0 0 1-2-2v-3.5H6.3a1.8 1.8 0 0 1-1.8-2.1l1-6.2a2 2 0 0 1 2-1.7h9',
  external:
    'M13.5 4.5h6v6M19.5 4.5L11 13M9.5 5.5H6A1.5 1.5 0 0 0 4.5 7v11A1.5 1.5 0 0 0 6 19.5h11a1.5 1.5 0 0 0 1.5-1.5v-3.5',
  calculator:
    'M7 4h10a1.5 1.5 0 0 1 1.5 1.5v13A1.5 1.5 0 0 1 17 20H7a1.5 1.5 0 0 1-1.5-1.5v-13A1.5 1.5 0 0 1 7 4zM8.75 8h6.5M9 12.25h.01M12 12.25h.01M15 12.25h.01M9 16h.01M12 16h.01M15 16h.01',
  speak: 'M4.5 9.5v5h3l4.5 4v-13l-4.5 4zM15.5 9a4.2 4.2 0 0 1 0 6M18 6.5a7.8 7.8 0 0 1 0 11',
  play: 'M8.5 5.5L18.5 12l-10 6.5z',
  pause: 'M9 6v12M15 6v12',
  'skip-next': 'M7 6l8 6-8 6zM17.5 6v12',
  'skip-previous': 'M17 6l-8 6 8 6zM6.5 6v12',
  quote: 'M5 16.5h3l1.5-4V7H5v5.5h2.5zM14 16.5h3l1.5-4V7H14v5.5h2.5z',
  'select-text':
    'M8.5 4.5H7A2.5 2.5 0 0 0 4.5 7v1.5M15.5 4.5H17A2.5 2.5 0 0 1 19.5 7v1.5M8.5 19.5H7A2.5 2.5 0 0 1 4.5 17v-1.5M15.5 19.5H17a2.5 2.5 0 0 0 2.5-2.5v-1.5M9 9h6M12 9v6.5',
  lock: 'M7.5 11h9A1.5 1.5 0 0 1 18 12.5v5a1.5 1.5 0 0 1-1.5 1.5h-9A1.5 1.5 0 0 1 6 17.5v-5A1.5 1.5 0 0 1 7.5 11zM8.5 11V8.5a3.5 3.5 0 0 1 7 0V11',
  user: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20c.7-3.6 3.6-5.5 7.5-5.5s6.8 1.9 7.5 5.5',
} as const;

export type IconName = keyof typeof outlines;

/** Names of every icon, for galleries and tests. */
export const iconNames = Object.keys(outlines) as IconName[];

const STROKE: Partial<Record<IconName, number>> = { more: 2.75, send: 2, 'arrow-down': 2 };

/** The icon as a CSS `url(...)` of an SVG, to be used as a mask: only its shape counts, not its colour. */
export function iconUrl(name: IconName): string {
  const width = STROKE[name] ?? 1.75;
  const fill = name === 'stop' ? '#000' : 'none';
  const svg =
    `<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24' fill='${fill}' stroke='#000' stroke-width='${width}' ` +
    `stroke-linecap='round' stroke-linejoin='round'><path d='${outlines[name]}'/></svg>`;
  return `url("data:image/svg+xml,${encodeURIComponent(svg).replace(/'/g, '%27')}")`;
}

/** The style of a `ui-icon`: its shape, and the length of its sides, px where text has its usual size. */
export function iconStyle(name: IconName, size: number): Record<string, string> {
  const url = iconUrl(name);
  const side = `calc(${size}px * var(--icon-scale))`;
  return { width: side, height: side, '-webkit-mask-image': url, 'mask-image': url };
}
